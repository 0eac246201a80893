/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.policy.Problem;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says when requests show that what was configured about proxies is not so: each thing once in its life, as a warning.
 * Keep one for as long as the service runs, so that new settings do not say it all again. Nothing that a client wrote is
 * repeated. Safe for use by many threads; once all has been said it costs one read.
 */
public final class ProxyWatch {
    private static final int ALL = 0b111111;
    private static final String TRUSTED = "caller.trusted-proxies";
    private static final String HEADER = "caller.forwarded-header";

    private final Consumer<Problem> report;
    private final AtomicInteger unsaid = new AtomicInteger(ALL);

    private enum Finding {
        NO_PEER(0b000001),
        PRIVATE_PEER_FORWARDS(0b000010),
        PUBLIC_PEER_FORWARDS(0b000100),
        OTHER_HEADER(0b001000),
        NO_HEADER(0b010000),
        CUT_SHORT(0b100000);

        private final int bit;

        Finding(int bit) {
            this.bit = bit;
        }
    }

    /** A watch that reports to this one, on the thread of the request. */
    public ProxyWatch(Consumer<Problem> report) {
        this.report = report;
    }

    /** Whether there is anything left to say. */
    boolean isCurious() {
        return unsaid.get() != 0;
    }

    void look(Exchange exchange, TrustedProxies proxies, TrustedProxies.Client client) {
        IpAddress address = client.address();
        if (address == null) {
            noPeer();
        } else if (client.trustedPeer()) {
            trusted(exchange, proxies.header(), client.reading());
        } else if (proxies.header() != ForwardedHeader.NONE) {
            untrusted(exchange, address);
        }
    }

    private void noPeer() {
        if (isFirst(Finding.NO_PEER)) {
            warn(
                    "BW-CALLER-021",
                    TRUSTED,
                    "a connection without a readable address",
                    "the address of the other end, as text",
                    "All such callers share one bucket. Over a Unix socket there is no address; let the proxy connect over"
                            + " TCP.");
        }
    }

    // The header first: most requests have none, and one of the two findings may never come.
    private void untrusted(Exchange exchange, IpAddress address) {
        boolean unsaid = isUnsaid(Finding.PRIVATE_PEER_FORWARDS) || isUnsaid(Finding.PUBLIC_PEER_FORWARDS);
        String name = unsaid ? forwardingHeader(exchange) : null;
        if (name != null) {
            forwards(Cidr.around(address, address.bits()), name);
        }
    }

    private void forwards(Cidr peer, String name) {
        Finding finding = peer.isPrivate() ? Finding.PRIVATE_PEER_FORWARDS : Finding.PUBLIC_PEER_FORWARDS;
        if (!isFirst(finding)) {
            return;
        }
        if (finding == Finding.PRIVATE_PEER_FORWARDS) {
            warn(
                    "BW-CALLER-022",
                    TRUSTED,
                    name + " from " + peer + ", which is not trusted",
                    "the networks of your proxies, " + suggestion(peer) + " for example",
                    "If a proxy of yours sends it, everybody behind it shares one bucket, and HSTS and what else is for TLS"
                            + " alone is not sent: add its network.");
        } else {
            // No network is suggested here: it may be that of a client who made the header up.
            warn(
                    "BW-CALLER-023",
                    TRUSTED,
                    name + " from " + peer + ", which is not trusted",
                    "nobody but your proxies to send it",
                    "It is not believed. If that is a proxy of yours, add its network; if it is a client, all is well.");
        }
    }

    private void trusted(Exchange exchange, ForwardedHeader header, TrustedProxies.Reading reading) {
        if (reading == TrustedProxies.Reading.CUT_SHORT && isFirst(Finding.CUT_SHORT)) {
            warn(
                    "BW-CALLER-026",
                    HEADER,
                    "an element of " + name(header) + " that is no address",
                    "addresses, as trusted proxies write them",
                    "Callers are told apart up to the last good hop only. Let the proxy write the client's address, and not"
                            + " a name or 'unknown'.");
        }
        if (reading != TrustedProxies.Reading.ABSENT) {
            return;
        }
        if (isUnsaid(Finding.OTHER_HEADER) || isUnsaid(Finding.NO_HEADER)) {
            absent(exchange, header);
        }
    }

    private void absent(Exchange exchange, ForwardedHeader header) {
        ForwardedHeader other =
                header == ForwardedHeader.FORWARDED ? ForwardedHeader.X_FORWARDED_FOR : ForwardedHeader.FORWARDED;
        boolean otherIsThere = exchange.header(name(other)) != null;
        if (otherIsThere && isFirst(Finding.OTHER_HEADER)) {
            warn(
                    "BW-CALLER-024",
                    HEADER,
                    name(other) + " and no " + name(header) + " from a trusted proxy",
                    name(header) + ", the one that is read",
                    "Set " + HEADER + " to the one your proxy writes, and let it remove the other.");
        } else if (!otherIsThere && isFirst(Finding.NO_HEADER)) {
            warn(
                    "BW-CALLER-025",
                    HEADER,
                    "no " + name(header) + " from a trusted proxy",
                    "that header on all it hands on",
                    "Whoever it speaks for shares the proxy's own bucket. Its own health checks are no reason for"
                            + " concern; for everything else, let it send the header.");
        }
    }

    private static @Nullable String forwardingHeader(Exchange exchange) {
        if (exchange.header("X-Forwarded-For") != null) {
            return "X-Forwarded-For";
        }
        return exchange.header("Forwarded") == null ? null : "Forwarded";
    }

    private static String name(ForwardedHeader header) {
        return header == ForwardedHeader.FORWARDED ? "Forwarded" : "X-Forwarded-For";
    }

    private static Cidr suggestion(Cidr peer) {
        IpAddress address = peer.network();
        return address.isLoopback() ? peer : Cidr.around(address, address.isV4() ? 24 : 64);
    }

    private boolean isUnsaid(Finding finding) {
        return (unsaid.get() & finding.bit) != 0;
    }

    private boolean isFirst(Finding finding) {
        return isUnsaid(finding) && (unsaid.getAndUpdate(bits -> bits & ~finding.bit) & finding.bit) != 0;
    }

    private void warn(String code, String path, String value, String expected, String fix) {
        report.accept(Problem.warning(code, path, value, expected, fix));
    }
}
