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
    private static final int TRACE_ID = 3;

    /** That of this request; null if nobody gave it one. */
    public static @Nullable Correlation of(Exchange exchange) {
        return exchange.get(SLOT);
    }

    /**
     * From now on this is the request's. Log lines of a thread that works for the request carry it, in SLF4J's diagnostic
     * context, as {@code http.request.id} and {@code trace.id}.
     */
    @SuppressWarnings("ReferenceEquality") // an exchange is equal to itself alone
    public void openFor(Exchange exchange) {
        exchange.put(SLOT, this);
        if (CurrentExchange.get() == exchange) {
            LogContext.show(this);
        }
    }

    /** The trace's id, 32 hexadecimal digits; null if there is no trace. */
    public @Nullable String traceId() {
        return traceParent == null ? null : traceParent.substring(TRACE_ID, TRACE_ID + 32);
    }
}
