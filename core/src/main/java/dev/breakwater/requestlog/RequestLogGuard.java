/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.Completion;
import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.redact.Redactor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Opens the event of every request, sends its id back as {@code X-Request-Id}, hears what the protections decide, and
 * writes the event when the request has ended; what is decided later on its behalf, such as the cost of a call that
 * outlives it, gets a line of its own with the request's id. Belongs into a chain twice: as its first guard, so that its completion
 * runs last and sees everything, and as an observer. Safe for use by many threads.
 */
public final class RequestLogGuard implements Guard, Observer {
    private final RequestLogPolicy policy;
    private final EventSink sink;
    private final TimeSource time;
    private final Redactor redactor;
    private final EventEncoder encoder;
    private final UuidV7 ids;
    private final Completion atTheEnd = this::ended;
    private final LongAdder written = new LongAdder();
    private final LongAdder excluded = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder late = new LongAdder();

    private RequestLogGuard(RequestLogPolicy policy, EventSink sink, TimeSource time, LongSupplier random) {
        this.policy = policy;
        this.sink = sink;
        this.time = time;
        redactor = policy.redactor();
        encoder = new EventEncoder(policy, redactor);
        ids = new UuidV7(random);
    }

    /** A guard that writes events to this sink; the clock tells the time of what comes after them. */
    public static RequestLogGuard of(RequestLogPolicy policy, EventSink sink, TimeSource time) {
        return of(policy, sink, time, RandomBits.seeded());
    }

    static RequestLogGuard of(RequestLogPolicy policy, EventSink sink, TimeSource time, LongSupplier random) {
        return new RequestLogGuard(policy, sink, time, random);
    }

    @Override
    public String name() {
        return "request-log";
    }

    @Override
    public Stage stage() {
        return Stage.OBSERVE;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        // The id of the event is also that of the request, unless the request brought one of its own.
        String made = ids.next(exchange.startedAt().toEpochMilli());
        RequestId requestId = RequestId.of(exchange, made);
        new RequestEvent(made, requestId, redactor, refused).openFor(exchange);
        correlation(exchange, requestId).openFor(exchange);
        return Verdict.proceed(HeaderRules.of(HeaderRule.pin(RequestId.HEADER, requestId.text())))
                .then(atTheEnd);
    }

    // Read now: calls that are made for the request may outlive it.
    private static Correlation correlation(Exchange exchange, RequestId requestId) {
        String parent = TraceParent.textOf(exchange);
        return new Correlation(requestId.text(), parent, parent == null ? null : TraceParent.stateOf(exchange));
    }

    @Override
    public void on(Decision decision, @Nullable Exchange exchange) {
        RequestEvent event = exchange == null ? null : RequestEvent.of(exchange);
        EventFields late = event == null ? null : event.add(decision);
        if (event != null && late != null) {
            writeLate(event, late);
        }
    }

    private void writeLate(RequestEvent event, EventFields fields) {
        if (policy.wants(Level.INFO) && sink.isEnabled(Level.INFO)) {
            sink.write(Level.INFO, encoder.encodeLate(event, fields, time.now()));
            late.increment();
        }
    }

    /** What became of the events so far. */
    public RequestLogCounts counts() {
        return new RequestLogCounts(written.sum(), excluded.sum(), dropped.sum(), refused.sum(), late.sum());
    }

    private void ended(Exchange exchange, Outcome outcome) {
        boolean counted = false;
        try {
            LongAdder fate = write(exchange, outcome) ? written : excluded;
            counted = true;
            fate.increment();
        } finally {
            // What the sink threw goes on to the chain, which reports it and keeps it from the request.
            if (!counted) {
                dropped.increment();
            }
        }
    }

    private boolean write(Exchange exchange, Outcome outcome) {
        RequestEvent event = RequestEvent.of(exchange);
        Level level = Severity.level(outcome, event != null && event.tellsSecurity());
        if (event == null || !policy.wants(exchange, outcome, level) || !sink.isEnabled(level)) {
            return false;
        }
        sink.write(level, encoder.encode(exchange, event, outcome, level));
        return true;
    }
}
