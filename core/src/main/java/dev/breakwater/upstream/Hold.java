/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Until when the upstream asked to be left alone: no call's further attempt comes sooner. Safe for use by many threads. */
final class Hold {
    // No deadline is longer, so that none who wait would see the end of a longer one; the next call hears it anew.
    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);

    private final TimeSource time;
    private final long origin;
    private final AtomicLong end = new AtomicLong();

    Hold(TimeSource time) {
        this.time = time;
        origin = time.nanoTime();
    }

    /** From now on so long, unless it lasts longer already. */
    void extend(Duration wait) {
        end.accumulateAndGet(now() + Math.min(nanos(wait), LONGEST), Math::max);
    }

    private static long nanos(Duration wait) {
        return wait.toSeconds() >= LONGEST / TimeUnit.SECONDS.toNanos(1) ? LONGEST : wait.toNanos();
    }

    /** How long it lasts; zero or less if it is over. */
    long leftNanos() {
        return end.get() - now();
    }

    private long now() {
        return time.nanoTime() - origin;
    }
}
