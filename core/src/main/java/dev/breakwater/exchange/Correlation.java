/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What ties a request to those it causes: handed on by calls to upstreams. Immutable; all values are checked and safe in
 * a header.
 *
 * @param requestId what {@code X-Request-Id} says in the response
 * @param traceParent the request's header of that name (W3C Trace Context), or null if it has none that is valid
 * @param traceState the vendors' header beside it, or null if there is none that can be handed on
 */
public record Correlation(
        String requestId,
        @Nullable String traceParent,
        @Nullable String traceState) {
    private static final Slot<Correlation> SLOT = Slot.of("correlation", Correlation.class);

    /** That of this request; null if nobody gave it one. */
    public static @Nullable Correlation of(Exchange exchange) {
        return exchange.get(SLOT);
    }

    /** From now on this is the request's. */
    public void openFor(Exchange exchange) {
        exchange.put(SLOT, this);
    }
}
