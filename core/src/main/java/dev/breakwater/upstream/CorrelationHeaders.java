/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderSyntax;
import java.net.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ties a request that goes out to the one it is made for. */
final class CorrelationHeaders {
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String TRACE_PARENT = "traceparent";
    private static final String TRACE_STATE = "tracestate";
    private static final int LONGEST_TRACE_STATE = 512;

    private CorrelationHeaders() {}

    /** The request with what it lacks; itself if that is nothing. */
    static HttpRequest added(HttpRequest request) {
        Exchange exchange = CurrentExchange.get();
        Correlation correlation = exchange == null ? null : Correlation.of(exchange);
        if (exchange == null || correlation == null) {
            return request;
        }
        boolean traced = correlation.traceParent() != null && lacks(request, TRACE_PARENT);
        boolean named = lacks(request, REQUEST_ID);
        return traced || named ? added(request, exchange, correlation, traced, named) : request;
    }

    private static HttpRequest added(
            HttpRequest request, Exchange exchange, Correlation correlation, boolean traced, boolean named) {
        HttpRequest.Builder more = HttpRequest.newBuilder(request, (name, value) -> true);
        if (named) {
            more.setHeader(REQUEST_ID, correlation.requestId());
        }
        if (traced && correlation.traceParent() != null) {
            more.setHeader(TRACE_PARENT, correlation.traceParent());
            String state = traceState(exchange);
            if (state != null && lacks(request, TRACE_STATE)) {
                more.setHeader(TRACE_STATE, state);
            }
        }
        return more.build();
    }

    private static boolean lacks(HttpRequest request, String header) {
        return request.headers().firstValue(header).isEmpty();
    }

    // W3C Trace Context 3.3.1.5: at least 512 characters are handed on; what is longer or spread over lines may go.
    private static @Nullable String traceState(Exchange exchange) {
        List<String> lines = exchange.headers(TRACE_STATE);
        if (lines.size() != 1) {
            return null;
        }
        String state = lines.get(0);
        return state.length() <= LONGEST_TRACE_STATE && !state.isEmpty() && HeaderSyntax.isValue(state) ? state : null;
    }
}
