/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Ties a request that goes out to the one it is made for. */
final class CorrelationHeaders {
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String TRACE_PARENT = "traceparent";
    private static final String TRACE_STATE = "tracestate";

    private CorrelationHeaders() {}

    /** The request with what it lacks; itself if that is nothing. */
    static HttpRequest added(HttpRequest request) {
        Map<String, String> fields =
                lackedBy(name -> request.headers().firstValue(name).isPresent());
        return fields.isEmpty() ? request : added(request, fields);
    }

    private static HttpRequest added(HttpRequest request, Map<String, String> fields) {
        HttpRequest.Builder more;
        try {
            more = HttpRequest.newBuilder(request, (name, value) -> true);
        } catch (IllegalArgumentException ofItsOwnKind) {
            // A request that the JDK's builder did not make and would not: better sent as it is than not at all.
            return request;
        }
        fields.forEach(more::setHeader);
        return more.build();
    }

    /** What a request with these fields lacks; called on the thread of the request on whose behalf it is made. */
    static Map<String, String> lackedBy(Predicate<String> has) {
        Exchange exchange = CurrentExchange.get();
        Correlation correlation = exchange == null ? null : Correlation.of(exchange);
        if (correlation == null) {
            return Map.of();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, REQUEST_ID, correlation.requestId(), has);
        if (!has.test(TRACE_PARENT) && correlation.traceParent() != null) {
            put(fields, TRACE_PARENT, correlation.traceParent(), has);
            put(fields, TRACE_STATE, correlation.traceState(), has);
        }
        return fields;
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value, Predicate<String> has) {
        if (value != null && !has.test(name)) {
            fields.put(name, value);
        }
    }
}
