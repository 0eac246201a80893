/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.reports;

import dev.breakwater.exchange.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many a minute and no more. A minute begins with the first that comes after the last one is over. Where two threads
 * meet at its beginning, one of them may go uncounted: nothing here has to be exact. Safe for use by many threads.
 */
final class PerMinute {
    /** What {@link #next} says of one too many. */
    static final int REFUSED = -1;

    private static final long NANOS = TimeUnit.MINUTES.toNanos(1);

    private final TimeSource time;
    private final AtomicLong endsAt;
    private final AtomicInteger count = new AtomicInteger();

    PerMinute(TimeSource time) {
        this.time = time;
        endsAt = new AtomicLong(time.nanoTime());
    }

    /**
     * Takes one.
     *
     * @return {@link #REFUSED}, or how many were refused in the minute before, which only the first of a minute hears
     */
    int next(int most) {
        long now = time.nanoTime();
        long end = endsAt.get();
        int before = 0;
        if (now - end >= 0 && endsAt.compareAndSet(end, now + NANOS)) {
            before = count.getAndSet(0);
        }
        return count.incrementAndGet() > most ? REFUSED : Math.max(0, before - most);
    }

    /** How long the minute goes on, in whole seconds that are not too few; at least 1. */
    long secondsLeft() {
        long left = endsAt.get() - time.nanoTime();
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(left + TimeUnit.SECONDS.toNanos(1) - 1));
    }
}
