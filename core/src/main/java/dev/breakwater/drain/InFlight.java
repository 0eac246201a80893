/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests as they come and go, without a lock and without garbage. Two counts that only rise stand in for one that
 * goes up and down: those who left are summed up before those who entered, so that whoever is here is never overlooked.
 */
final class InFlight {
    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final LongAdder turnedBack = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private long leftBefore;

    void enter() {
        entered.increment();
    }

    void leave() {
        left.increment();
    }

    /** One that has entered goes without having been here. */
    void turnBack() {
        turnedBack.increment();
        left.increment();
    }

    /** How many there are; never fewer than there were when this was asked. */
    long count() {
        long gone = left.sum();
        return entered.sum() - gone;
    }

    /** From now on what leaves is of interest. */
    void begin() {
        leftBefore = left.sum();
    }

    void took(long nanos) {
        longest.accumulate(nanos);
    }

    /** What became of those who were here at the beginning or came since. */
    DrainSummary summary(long refused, long waitedNanos, long tookNanos) {
        long gone = left.sum();
        long aborted = entered.sum() - gone;
        long finished = gone - leftBefore - turnedBack.sum();
        if (aborted > 0) {
            took(waitedNanos);
        }
        return new DrainSummary(
                finished + aborted,
                finished,
                aborted,
                refused,
                Duration.ofNanos(longest.get()),
                Duration.ofNanos(tookNanos));
    }
}
