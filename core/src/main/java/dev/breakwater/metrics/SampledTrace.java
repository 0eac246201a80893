/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** Tells Prometheus' client the trace of the request this thread works for, so that it can give examples of durations. */
final class SampledTrace implements SpanContext {
    // Version, trace id, parent id and flags, by dashes: W3C Trace Context section 3.2.
    private static final int PARENT_ID = 36;
    private static final int FLAGS = 53;
    private static final int SAMPLED = 1;

    /** Whether the caller's trace says that it is kept: what is not kept is no example of anything. */
    static boolean isSampled(Exchange exchange) {
        String parent = parentOf(exchange);
        return parent != null && (Character.digit(parent.charAt(FLAGS + 1), 16) & SAMPLED) != 0;
    }

    private static @Nullable String parentOf(@Nullable Exchange exchange) {
        Correlation correlation = exchange == null ? null : Correlation.of(exchange);
        String parent = correlation == null ? null : correlation.traceParent();
        return parent == null || parent.length() < FLAGS + 2 ? null : parent;
    }

    @Override
    public @Nullable String getCurrentTraceId() {
        Exchange exchange = CurrentExchange.get();
        Correlation correlation = exchange == null ? null : Correlation.of(exchange);
        return correlation == null ? null : correlation.traceId();
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        String parent = parentOf(CurrentExchange.get());
        return parent == null ? null : parent.substring(PARENT_ID, PARENT_ID + 16);
    }

    @Override
    public boolean isCurrentSpanSampled() {
        Exchange exchange = CurrentExchange.get();
        return exchange != null && isSampled(exchange);
    }

    @Override
    public void markCurrentSpanAsExemplar() {
        // There is no tracer of ours to be told.
    }
}
