/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Slot;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as far as the connection and trusted proxies say. Immutable.
 *
 * @param address the client's address; null if the connection has none or it cannot be read
 * @param network the client's address cut to the prefix that counts as one client; null with the address
 * @param scheme {@code http} or {@code https}, as the client used it
 * @param host the authority the client asked for, as sent; null if it sent none
 * @param trustedPeer whether the connection's other end is a trusted proxy, so that what only proxies may say is believed;
 *     never when the container names the peer ({@link ForwardedHeader#NONE}), since that may be the client itself
 */
public record Caller(
        @Nullable IpAddress address,
        @Nullable IpAddress network,
        String scheme,
        @Nullable String host,
        boolean trustedPeer) {
    /** What all callers without a readable address share: they are one caller, never exempt. */
    public static final String UNKNOWN = "unknown";

    private static final Slot<Caller> SLOT = Slot.of("caller", Caller.class);

    /** The caller of a request that was admitted by a chain. */
    public static Caller of(Exchange exchange) {
        Caller caller = exchange.get(SLOT);
        if (caller == null) {
            throw new IllegalStateException("caller not resolved (expected: an exchange that a chain has admitted)");
        }
        return caller;
    }

    /** Resolves the caller and keeps it with the request. For chains. */
    public static Caller resolve(Exchange exchange, CallerResolver resolver) {
        Caller caller = resolver.resolve(exchange);
        exchange.put(SLOT, caller);
        return caller;
    }

    /** Whether the client used TLS. */
    public boolean isSecure() {
        return scheme.equals("https");
    }

    /** The client's address as text, or {@value #UNKNOWN}. */
    public String addressText() {
        return address == null ? UNKNOWN : address.toString();
    }
}
