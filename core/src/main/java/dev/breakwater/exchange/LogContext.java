/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Shows the application's own log lines which request they belong to, through the diagnostic context of SLF4J. Values are
 * there exactly as long as the thread works for the exchange.
 */
final class LogContext {
    private static final String REQUEST_ID = "http.request.id";
    private static final String TRACE_ID = "trace.id";

    private LogContext() {}

    /** The thread works for this exchange from now on. */
    static void enter(Exchange exchange) {
        Correlation correlation = Correlation.of(exchange);
        if (correlation != null) {
            show(correlation);
        }
    }

    /** The thread works for another exchange again, or for none. */
    static void leave(@Nullable Exchange left, @Nullable Exchange previous) {
        Correlation outer = previous == null ? null : Correlation.of(previous);
        if (outer != null) {
            show(outer);
        } else if (left != null && Correlation.of(left) != null) {
            MDC.remove(REQUEST_ID);
            MDC.remove(TRACE_ID);
        }
    }

    static void show(Correlation correlation) {
        MDC.put(REQUEST_ID, correlation.requestId());
        String trace = correlation.traceId();
        if (trace == null) {
            MDC.remove(TRACE_ID);
        } else {
            MDC.put(TRACE_ID, trace);
        }
    }
}
