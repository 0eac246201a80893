/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import java.net.http.HttpRequest;

/** Ties a request that goes out to the one it is made for. */
final class CorrelationHeaders {
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String TRACE_PARENT = "traceparent";
    private static final String TRACE_STATE = "tracestate";

    private CorrelationHeaders() {}

    /** The request with what it lacks; itself if that is nothing. */
    static HttpRequest added(HttpRequest request) {
        Exchange exchange = CurrentExchange.get();
        Correlation correlation = exchange == null ? null : Correlation.of(exchange);
        if (correlation == null) {
            return request;
        }
        boolean traced = correlation.traceParent() != null && lacks(request, TRACE_PARENT);
        boolean named = lacks(request, REQUEST_ID);
        return traced || named ? added(request, correlation, traced, named) : request;
    }

    private static HttpRequest added(HttpRequest request, Correlation correlation, boolean traced, boolean named) {
        HttpRequest.Builder more;
        try {
            more = HttpRequest.newBuilder(request, (name, value) -> true);
        } catch (IllegalArgumentException ofItsOwnKind) {
            // A request that the JDK's builder did not make and would not: better sent as it is than not at all.
            return request;
        }
        if (named) {
            more.setHeader(REQUEST_ID, correlation.requestId());
        }
        if (traced && correlation.traceParent() != null) {
            more.setHeader(TRACE_PARENT, correlation.traceParent());
            if (correlation.traceState() != null && lacks(request, TRACE_STATE)) {
                more.setHeader(TRACE_STATE, correlation.traceState());
            }
        }
        return more.build();
    }

    private static boolean lacks(HttpRequest request, String header) {
        return request.headers().firstValue(header).isEmpty();
    }
}
