/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import dev.breakwater.Decision;
import java.util.concurrent.TimeUnit;

/** Whether there was room for a request. Immutable. */
public final class OverloadDecision implements Decision {
    private final Outcome outcome;
    private final boolean critical;
    private final long waitedNanos;
    private final ConcurrencyLimiter limiter;

    OverloadDecision(Outcome outcome, boolean critical, long waitedNanos, ConcurrencyLimiter limiter) {
        this.outcome = outcome;
        this.critical = critical;
        this.waitedNanos = waitedNanos;
        this.limiter = limiter;
    }

    /** What was decided. */
    public enum Outcome {
        /** There was room, at once or after a wait. */
        ADMITTED,
        /** There was no room, and none to wait in. */
        SHED,
        /** No room came up while it waited. */
        EXPIRED,
        /** It waited, and a critical request took its place. */
        DISPLACED,
        /** There was no room, but nothing is refused in shadow mode. */
        WOULD_SHED
    }

    /** What was decided. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether the request was refused. */
    public boolean isRefused() {
        return outcome != Outcome.ADMITTED && outcome != Outcome.WOULD_SHED;
    }

    /** Whether the request is one of those that are shed last. */
    public boolean isCritical() {
        return critical;
    }

    /** How long it waited for its turn, in nanoseconds; 0 if it did not. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /** The limiter that decided, to be asked for its present load. */
    public ConcurrencyLimiter limiter() {
        return limiter;
    }

    /**
     * Writes nothing for a request that was admitted at once. Otherwise {@code breakwater.decision}: {@code overload} if
     * it was refused; and {@code breakwater.overload.outcome}, {@code breakwater.overload.waited_ms} and {@code
     * breakwater.wait_ns}, the same wait as durations are told elsewhere in an event.
     */
    @Override
    public void describe(Fields fields) {
        if (isRefused()) {
            fields.put("breakwater.decision", "overload");
        }
        if (outcome != Outcome.ADMITTED) {
            fields.put("breakwater.overload.outcome", text());
        }
        if (waitedNanos > 0) {
            fields.put("breakwater.overload.waited_ms", TimeUnit.NANOSECONDS.toMillis(waitedNanos));
            fields.put("breakwater.wait_ns", waitedNanos);
        }
    }

    /** The outcome in one lower-case word for logs and meters. */
    public String text() {
        return switch (outcome) {
            case ADMITTED -> "admit";
            case SHED -> "shed";
            case EXPIRED -> "expired";
            case DISPLACED -> "displaced";
            case WOULD_SHED -> "would_shed";
        };
    }

    @Override
    public String toString() {
        return text() + (critical ? " critical" : "") + " after " + waitedNanos + " ns";
    }
}
