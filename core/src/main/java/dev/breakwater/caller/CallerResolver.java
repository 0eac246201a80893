/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import dev.breakwater.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent a request: the socket's address, or what {@link TrustedProxies} say about it. Immutable.
 */
public final class CallerResolver {
    /** How many bits of an IPv6 address are one client by default: the smallest network a household gets. */
    public static final int DEFAULT_IPV6_PREFIX_LENGTH = 64;

    private final TrustedProxies proxies;
    private final int ipv6PrefixLength;
    private final @Nullable ProxyWatch watch;

    private CallerResolver(TrustedProxies proxies, int ipv6PrefixLength, @Nullable ProxyWatch watch) {
        this.proxies = proxies;
        this.ipv6PrefixLength = ipv6PrefixLength;
        this.watch = watch;
    }

    /** Believes nobody but the socket. */
    public static CallerResolver direct() {
        return of(TrustedProxies.none(), DEFAULT_IPV6_PREFIX_LENGTH);
    }

    /**
     * Believes these proxies.
     *
     * @param ipv6PrefixLength how many bits of an IPv6 address are one client, 32 to 128
     */
    public static CallerResolver of(TrustedProxies proxies, int ipv6PrefixLength) {
        if (ipv6PrefixLength < 32 || ipv6PrefixLength > 128) {
            throw new IllegalArgumentException("ipv6PrefixLength: " + ipv6PrefixLength + " (expected: 32 to 128)");
        }
        return new CallerResolver(proxies, ipv6PrefixLength, null);
    }

    /** The same resolver under a watch that says when what requests carry contradicts what it was told. */
    public CallerResolver watchedBy(ProxyWatch observer) {
        return new CallerResolver(proxies, ipv6PrefixLength, observer);
    }

    /**
     * Whether the container has the last word on who is calling: no header is read, so whatever it reports as the
     * connection's other end counts.
     */
    public boolean leavesIdentityToContainer() {
        return proxies.header() == ForwardedHeader.NONE;
    }

    /** How many bits of an IPv6 address are one client. */
    public int ipv6PrefixLength() {
        return ipv6PrefixLength;
    }

    /** The caller of this request. Never fails: what cannot be read is absent. */
    public Caller resolve(Exchange exchange) {
        TrustedProxies.Client client = proxies.client(exchange);
        if (watch != null && watch.isCurious()) {
            watch.look(exchange, proxies, client);
        }
        return new Caller(
                client.address(), network(client.address()), client.scheme(), client.host(), client.trustedPeer());
    }

    private @Nullable IpAddress network(@Nullable IpAddress address) {
        return address == null || address.isV4() ? address : address.prefix(ipv6PrefixLength);
    }
}
