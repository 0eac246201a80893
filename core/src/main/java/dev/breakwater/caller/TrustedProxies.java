/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import dev.breakwater.exchange.Exchange;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The only reader of forwarding headers. It starts at the socket's address and steps left through the one configured
 * header only while the hop it stands on is a trusted network; the first hop that is not trusted is the client. What
 * stands further left was written by the client and is never read. A malformed element stops the walk at the last good
 * hop. Immutable.
 *
 * <p>Scheme and host come from the last element of their header, and only if the socket's own address is trusted. {@code
 * X-Real-IP} is never read.
 */
public final class TrustedProxies {
    private static final TrustedProxies NONE = new TrustedProxies(List.of(), ForwardedHeader.NONE);
    private static final List<String> FORWARDING =
            List.of("X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private final List<Cidr> networks;
    private final ForwardedHeader header;

    private TrustedProxies(List<Cidr> networks, ForwardedHeader header) {
        this.networks = networks;
        this.header = header;
    }

    /** Trusts nobody. */
    public static TrustedProxies none() {
        return NONE;
    }

    /** Trusts these networks to write this header. */
    public static TrustedProxies of(Collection<Cidr> networks, ForwardedHeader header) {
        return new TrustedProxies(List.copyOf(networks), header);
    }

    /** Whether the request carries a forwarding header of any kind: then it did not come straight from its client. */
    public static boolean carriesForwarding(Exchange exchange) {
        for (int i = 0; i < FORWARDING.size(); i++) {
            if (exchange.header(FORWARDING.get(i)) != null) {
                return true;
            }
        }
        return false;
    }

    Client client(Exchange exchange) {
        IpAddress peer = IpAddress.parse(exchange.peerAddress());
        if (peer == null || header == ForwardedHeader.NONE || !isTrusted(peer)) {
            return new Client(peer, scheme(exchange.scheme()), exchange.authority(), false, Reading.NONE);
        }
        return header == ForwardedHeader.FORWARDED ? standard(exchange, peer) : deFacto(exchange, peer);
    }

    boolean isTrusted(IpAddress address) {
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    ForwardedHeader header() {
        return header;
    }

    private Client deFacto(Exchange exchange, IpAddress peer) {
        IpAddress client = peer;
        Reading reading = Reading.ABSENT;
        HopReader hops = new HopReader(exchange.headers("X-Forwarded-For"), false);
        while (isTrusted(client) && hops.previous()) {
            IpAddress hop = ForwardedNode.parse(hops.element());
            reading = Reading.of(hop);
            if (hop == null) {
                break;
            }
            client = hop;
        }
        String proto = last(exchange.headers("X-Forwarded-Proto"));
        String host = last(exchange.headers("X-Forwarded-Host"));
        return new Client(
                client,
                scheme(proto == null ? exchange.scheme() : proto),
                host == null ? exchange.authority() : host,
                true,
                reading);
    }

    private Client standard(Exchange exchange, IpAddress peer) {
        IpAddress client = peer;
        Reading reading = Reading.ABSENT;
        String scheme = exchange.scheme();
        String host = exchange.authority();
        HopReader hops = new HopReader(exchange.headers("Forwarded"), true);
        for (boolean nearest = true; isTrusted(client) && hops.previous(); nearest = false) {
            ForwardedElement element = ForwardedElement.parse(hops.element());
            if (nearest && element != null) {
                scheme = element.proto() == null ? scheme : element.proto();
                host = element.host() == null ? host : element.host();
            }
            IpAddress hop = element == null ? null : ForwardedNode.parse(element.node());
            reading = Reading.of(hop);
            if (hop == null) {
                break;
            }
            client = hop;
        }
        return new Client(client, scheme(scheme), host, true, reading);
    }

    private static @Nullable String last(List<String> lines) {
        HopReader values = new HopReader(lines, false);
        return values.previous() && !values.element().isEmpty() ? values.element() : null;
    }

    // Anything that is not https is treated as http: the safe reading for HSTS, Secure cookies and CORS.
    private static String scheme(String text) {
        return text.toLowerCase(Locale.ROOT).equals("https") ? "https" : "http";
    }

    /** What became of reading the header. */
    enum Reading {
        /** Nobody asked for it. */
        NONE,
        /** There is none. */
        ABSENT,
        /** It was read as far as the client. */
        WHOLE,
        /** It was read up to something that is no address. */
        CUT_SHORT;

        private static Reading of(@Nullable IpAddress hop) {
            return hop == null ? CUT_SHORT : WHOLE;
        }
    }

    /** What the proxies say about the client. */
    record Client(
            @Nullable IpAddress address,
            String scheme,
            @Nullable String host,
            boolean trustedPeer,
            Reading reading) {}
}
