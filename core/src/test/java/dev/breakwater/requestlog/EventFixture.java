/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Guard;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A chain of the request log and nothing else, and what it wrote. */
final class EventFixture {
    final RecordingSink sink = new RecordingSink();
    final RequestLogState state = new RequestLogState();
    final RequestLogGuard guard;
    private final Breakwater chain;

    EventFixture(RequestLogPolicy.Builder policy) {
        this(policy, List.of());
    }

    EventFixture(RequestLogPolicy.Builder policy, List<Guard> others) {
        guard = RequestLogGuard.of(policy.build(), sink, new ManualTime(), state);
        List<Guard> guards = new ArrayList<>(others);
        guards.add(0, guard);
        chain = Breakwater.builder().guards(guards).observers(List.of(guard)).build();
    }

    Admission admit(Exchange exchange) {
        return chain.admit(exchange);
    }

    Map<String, Object> event(Exchange exchange, Outcome outcome) {
        sink.lines.clear();
        admit(exchange).complete(outcome);
        return sink.only();
    }

    Map<String, Object> event(Exchange exchange) {
        return event(exchange, ok());
    }

    String line(Exchange exchange, Outcome outcome) {
        sink.lines.clear();
        admit(exchange).complete(outcome);
        return sink.lines.get(0);
    }

    static Outcome ok() {
        return new Outcome(200, Outcome.Kind.OK, 1_000_000, null, null);
    }

    static Outcome failed(Throwable error) {
        return new Outcome(500, Outcome.Kind.ERROR, 1_000_000, null, error);
    }
}
