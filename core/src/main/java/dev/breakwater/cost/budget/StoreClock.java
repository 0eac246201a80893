/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.exchange.TimeSource;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wall clock as a store goes by it: it follows steps back of up to an hour, for which counts of past windows are kept, and
 * stands still at larger ones, so that no window is ever counted twice; that is said once each time. Safe for use by many
 * threads.
 */
final class StoreClock {
    /** For how many seconds a window that is over is kept, and clocks may step back. */
    static final long GRACE = 3600;

    private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);

    private final AtomicBoolean standing = new AtomicBoolean();
    private final TimeSource time;
    private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE + GRACE);

    StoreClock(TimeSource time) {
        this.time = time;
    }

    Instant now() {
        Instant now = time.now();
        long second = now.getEpochSecond();
        long seen = latest.get();
        if (second > seen) {
            latest.accumulateAndGet(second, Math::max);
        }
        if (second >= seen - GRACE) {
            if (standing.get()) {
                standing.set(false);
            }
            return now;
        }
        Instant then = Instant.ofEpochSecond(seen - GRACE);
        if (standing.compareAndSet(false, true)) {
            LOG.warn(
                    "Breakwater: the clock says {} after it said {}: budgets stand still at {} until it is that late again"
                            + " (windows do not end, nor do leases)",
                    now,
                    Instant.ofEpochSecond(seen),
                    then);
        }
        return then;
    }
}
