/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many further attempts all calls of an upstream together may make: a share of the calls of the last ten seconds, and
 * beyond it a few a second, so that a quiet upstream is tried again too. An upstream that fails every call thus gets no
 * more than that on top of its load, whatever {@code attempts} says. Knows calls and attempts, not the policy, which may
 * change. Safe for use by many threads, and without locks.
 */
final class RetryBudget {
    private static final int STEPS = 20;
    private static final double ROUNDING = 1e-9;

    private final TimeSource time;
    private final long origin;
    private final SlidingCount calls = new SlidingCount(STEPS, TimeUnit.SECONDS.toNanos(10) / STEPS);
    private final SlidingCount shared = new SlidingCount(STEPS, TimeUnit.SECONDS.toNanos(10) / STEPS);
    // One step more than a second has: none of its seconds, wherever it begins, holds more than the floor.
    private final SlidingCount floor = new SlidingCount(STEPS + 1, TimeUnit.SECONDS.toNanos(1) / STEPS);
    private final LongAdder refused = new LongAdder();

    RetryBudget(TimeSource time) {
        this.time = time;
        origin = time.nanoTime();
    }

    /** A call is made for the first time. */
    void called() {
        calls.add(now(), 1);
    }

    /** Whether one more attempt may be made; if so, it is counted. */
    boolean tryRetry(double share, int perSecond) {
        long now = now();
        if (spend(shared, now, share * calls.sum(now) + ROUNDING) || spend(floor, now, perSecond)) {
            return true;
        }
        refused.increment();
        return false;
    }

    /** First added, then looked at: two at once may refuse each other, but never both get the last one. */
    private static boolean spend(SlidingCount spent, long now, double most) {
        if (spent.sum(now) + 1 > most) {
            return false;
        }
        spent.add(now, 1);
        if (spent.sum(now) > most) {
            spent.add(now, -1);
            return false;
        }
        return true;
    }

    /** How many further attempts were not made. */
    long refused() {
        return refused.sum();
    }

    private long now() {
        return time.nanoTime() - origin;
    }
}
