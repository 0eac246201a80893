/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What is counted for one promise. Safe for use by many threads, without locks. */
final class SloCounts {
    private static final int TOTAL = 0;
    private static final int BAD = 1;
    private static final int HOURS = 30 * 24;

    private final String name;
    // Not their sum: what is read between two additions must not make any of the three go down.
    private final LongAdder good = new LongAdder();
    private final LongAdder bad = new LongAdder();
    private final CountRing minutes = new CountRing(TimeUnit.MINUTES.toNanos(1), 60, 2);
    private final CountRing hours = new CountRing(TimeUnit.HOURS.toNanos(1), HOURS, 2);

    SloCounts(String name) {
        this.name = name;
    }

    void add(boolean isBad, long sinceStart) {
        (isBad ? bad : good).increment();
        LongAdder[] minute = minutes.now(sinceStart);
        LongAdder[] hour = hours.now(sinceStart);
        minute[TOTAL].increment();
        hour[TOTAL].increment();
        if (isBad) {
            minute[BAD].increment();
            hour[BAD].increment();
        }
    }

    SloState state(double objective, long sinceStart) {
        double budget = (100 - objective) / 100;
        long right = good.sum();
        return new SloState(
                name,
                objective,
                right,
                right + bad.sum(),
                1 - badShare(hours, HOURS, sinceStart) / budget,
                badShare(minutes, 5, sinceStart) / budget,
                badShare(minutes, 60, sinceStart) / budget);
    }

    private static double badShare(CountRing ring, int before, long sinceStart) {
        long wrong = ring.sum(sinceStart, before, BAD);
        long all = ring.sum(sinceStart, before, TOTAL);
        return all == 0 ? 0 : (double) wrong / all;
    }
}
