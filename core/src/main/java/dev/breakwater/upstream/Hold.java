/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Until when the upstream asked to be left alone, which holds for other calls than the one it was told to as well: no
 * call's further attempt comes sooner, until the upstream is seen to answer again. Safe for use by many threads.
 */
final class Hold {
    // What one call is told may be meant for that one alone; the next call that is refused hears it anew.
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);

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

    /** Names how long it lasts at this moment, for {@link #endIfStill}. */
    long mark() {
        return end.get();
    }

    /** An attempt that began at this mark was answered. What the upstream has asked for since holds all the same. */
    void endIfStill(long mark) {
        if (mark != 0) {
            end.compareAndSet(mark, 0);
        }
    }

    /** How long it lasts; zero or less if it is over. */
    long leftNanos() {
        return end.get() - now();
    }

    private long now() {
        return time.nanoTime() - origin;
    }
}
