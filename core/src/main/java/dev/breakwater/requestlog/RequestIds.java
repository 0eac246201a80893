/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Gives each request its id and its trace, and says so to whoever works for it, and in the response. */
final class RequestIds {
    private final UuidV7 ids;

    RequestIds(LongSupplier random) {
        ids = new UuidV7(random);
    }

    /** What this request is called. */
    Given of(Exchange exchange) {
        // The id of the event is also that of the request, unless the request brought one of its own.
        String made = ids.next(exchange.startedAt().toEpochMilli());
        return new Given(made, RequestId.of(exchange, made), TraceParent.of(exchange));
    }

    /**
     * What a request is called.
     *
     * @param made an id that nobody but us has had a hand in
     * @param trace the trace it is part of, if it is of any
     */
    record Given(String made, RequestId requestId, @Nullable TraceParent trace) {
        /** Opens the request's correlation, which is read now: calls that are made for the request may outlive it. */
        HeaderRules openFor(Exchange exchange) {
            String parent = trace == null ? null : trace.header();
            String state = parent == null ? null : TraceParent.stateOf(exchange);
            new Correlation(requestId.text(), parent, state).openFor(exchange);
            return echo(parent);
        }

        // W3C Trace Context names no header for responses. What was accepted is said by the name it came under, unless
        // the application, which may have a tracer of its own, says it better.
        private HeaderRules echo(@Nullable String parent) {
            HeaderRule id = HeaderRule.pin(RequestId.HEADER, requestId.text());
            return parent == null
                    ? HeaderRules.of(id)
                    : HeaderRules.of(id, HeaderRule.byDefault(TraceParent.HEADER, parent));
        }
    }
}
