/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.Completed;
import dev.breakwater.Completion;
import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
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
    private final RequestLogState state;
    private final Redactor redactor;
    private final EventFormat format;
    private final RequestIds ids;
    private final Buffers buffers = new Buffers();
    private final Completion atTheEnd = this::ended;

    private RequestLogGuard(
            RequestLogPolicy policy, EventSink sink, TimeSource time, RequestLogState state, LongSupplier random) {
        this.policy = policy;
        this.sink = sink;
        this.time = time;
        this.state = state;
        redactor = policy.redactor().counting(state.redactions);
        RequestFacts facts = new RequestFacts(policy, redactor, policy.pseudonyms(state.pseudonyms));
        format = policy.format() == LogFormat.TEXT ? new TextEvents(policy, facts) : new JsonEvents(policy, facts);
        ids = new RequestIds(random);
    }

    /** A guard that begins to count anew. */
    public static RequestLogGuard of(RequestLogPolicy policy, EventSink sink, TimeSource time) {
        return of(policy, sink, time, new RequestLogState());
    }

    /**
     * A guard that writes events to this sink; the clock tells the time of what comes after them.
     *
     * @param state what guards before this one have counted, and those after it will
     */
    public static RequestLogGuard of(RequestLogPolicy policy, EventSink sink, TimeSource time, RequestLogState state) {
        return new RequestLogGuard(policy, sink, time, state, RandomBits.seeded());
    }

    static RequestLogGuard of(RequestLogPolicy policy, EventSink sink, TimeSource time, LongSupplier random) {
        return new RequestLogGuard(policy, sink, time, new RequestLogState(), random);
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
        RequestIds.Given given = ids.of(exchange);
        if (given.requestId().source() == RequestId.Source.REPLACED) {
            state.idsReplaced.increment();
        }
        open(exchange, new RequestEvent(given.made(), given.requestId(), given.trace(), redactor, state.refused));
        return new Verdict.Proceed(given.openFor(exchange), null, atTheEnd);
    }

    private void open(Exchange exchange, RequestEvent event) {
        event.openFor(exchange);
        if (policy.bodies() != LoggedBodies.OFF && !policy.isExcluded(exchange)) {
            event.capture(exchange, policy.bodies(), policy.maxBodySize(), state.bodies);
        }
    }

    @Override
    public void on(Decision decision, @Nullable Exchange exchange) {
        // That a request has ended is what its event says, and has said by now.
        if (exchange == null || decision instanceof Completed) {
            return;
        }
        RequestEvent event = RequestEvent.of(exchange);
        EventFields late = event == null ? null : event.add(decision);
        if (event != null && late != null) {
            writeLate(event, late);
        }
    }

    private void writeLate(RequestEvent event, EventFields fields) {
        if (policy.wants(Level.INFO) && sink.isEnabled(Level.INFO)) {
            Buffers.Pair room = buffers.take();
            format.late(room.line(), room.scratch(), event, fields, time.now());
            sink.write(Level.INFO, (CharSequence) room.line());
            buffers.giveBack(room);
            state.late.increment();
        }
    }

    /** What became of the events so far. */
    public RequestLogCounts counts() {
        return state.counts();
    }

    private void ended(Exchange exchange, Outcome outcome) {
        RequestEvent event = RequestEvent.of(exchange);
        LongAdder fate = null;
        try {
            fate = write(exchange, event, outcome);
        } finally {
            // What the sink threw goes on to the chain, which reports it and keeps it from the request.
            if (fate == null) {
                state.lost();
            } else {
                fate.increment();
            }
            if (event != null) {
                event.forgetBodies();
            }
        }
    }

    private LongAdder write(Exchange exchange, @Nullable RequestEvent event, Outcome outcome) {
        boolean tellsSecurity = event != null && event.tellsSecurity();
        Level level = Severity.level(outcome, event != null && event.alarms());
        if (event == null || !policy.wants(exchange, outcome, level, tellsSecurity) || !sink.isEnabled(level)) {
            return state.excluded;
        }
        boolean always = tellsSecurity || Severity.isFailure(outcome) || policy.isSlow(outcome);
        if (!always && !policy.sampling().keeps(event)) {
            return state.sampled;
        }
        write(exchange, event, outcome, level, always ? 1 : policy.sampling().rate());
        return state.written;
    }

    private void write(Exchange exchange, RequestEvent event, Outcome outcome, Level level, double rate) {
        long lost = state.tell();
        boolean told = false;
        try {
            Buffers.Pair room = buffers.take();
            format.event(room.line(), room.scratch(), new Ended(exchange, event, outcome, level, rate, lost));
            sink.write(level, (CharSequence) room.line());
            buffers.giveBack(room);
            told = true;
        } finally {
            if (!told) {
                state.untold(lost);
            }
        }
    }
}
