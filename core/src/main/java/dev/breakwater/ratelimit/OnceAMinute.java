/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides whether to say what happens again and again: at once, then at most once a minute with a count. Safe for use by
 * many threads.
 */
final class OnceAMinute {
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final TimeSource time;
    private final AtomicLong quietUntil;
    private final AtomicLong unsaid = new AtomicLong();

    OnceAMinute(TimeSource time) {
        this.time = time;
        quietUntil = new AtomicLong(time.nanoTime());
    }

    /** How often it went unsaid before this time, or -1 if it goes unsaid again. */
    long next() {
        long now = time.nanoTime();
        long until = quietUntil.get();
        if (now - until < 0 || !quietUntil.compareAndSet(until, now + QUIET_NANOS)) {
            unsaid.incrementAndGet();
            return -1;
        }
        return unsaid.getAndSet(0);
    }
}
