/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Judges requests by what was promised.
 *
 * <p>Availability: bad is what the service failed on, a status of 500 or above among it, whoever answered it: a request that
 * we shed with 503 was not served either. What the client did wrong, 4xx, is not bad, nor is a client that went away. What
 * we refused with 429 is left out: a caller beyond its quota must neither spend the budget nor dilute it.
 *
 * <p>Latency: how long what the application answered took. Failures are left out, since they count under availability and
 * fast ones would flatter; so are clients that went away. A stream is judged by its first byte.
 */
final class Slos {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final String EVENT_STREAM = "text/event-stream";

    private final SloCounts availability = new SloCounts("availability");
    private final SloCounts latency = new SloCounts("latency");
    private final LongAdder limited = new LongAdder();
    private final LongAdder shed = new LongAdder();

    static boolean isFailure(int status, Outcome.Kind kind) {
        return switch (kind) {
            case ERROR, TIMEOUT, ABORTED_AFTER_COMMIT -> true;
            case OK, REJECTED -> status >= 500;
            case CLIENT_ABORT -> false;
        };
    }

    void add(Exchange exchange, Outcome outcome, TrafficPolicy policy, long sinceStart) {
        if (outcome.kind() == Outcome.Kind.REJECTED && outcome.status() == TOO_MANY_REQUESTS) {
            limited.increment();
            return;
        }
        if (outcome.kind() == Outcome.Kind.REJECTED && outcome.status() == SERVICE_UNAVAILABLE) {
            shed.increment();
        }
        boolean failed = isFailure(outcome.status(), outcome.kind());
        availability.add(failed, sinceStart);
        if (outcome.kind() == Outcome.Kind.OK && !failed && outcome.status() != SWITCHING_PROTOCOLS) {
            latency.add(isSlow(exchange, outcome, policy.latency().toNanos()), sinceStart);
        }
    }

    private static boolean isSlow(Exchange exchange, Outcome outcome, long most) {
        if (outcome.durationNanos() <= most) {
            return false;
        }
        return !isStream(exchange.responseHeader("Content-Type")) || outcome.firstByteNanos() > most;
    }

    private static boolean isStream(@Nullable String contentType) {
        return contentType != null && contentType.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    List<SloState> states(TrafficPolicy policy, long sinceStart) {
        return List.of(
                availability.state(policy.availability(), sinceStart),
                latency.state(policy.latencyTarget(), sinceStart));
    }

    long limited() {
        return limited.sum();
    }

    long shed() {
        return shed.sum();
    }
}
