/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.exchange.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what went wrong: at once, then at most once a minute. Of faults the type alone: a message may hold a credential. */
final class Sayings {
    private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final TimeSource time;
    private final AtomicLong next;

    Sayings(TimeSource time) {
        this.time = time;
        next = new AtomicLong(time.nanoTime());
    }

    void fault(String what, Throwable fault) {
        warn(what + ": " + fault.getClass().getName());
    }

    void warn(String what) {
        long now = time.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + MINUTE)) {
            LOG.warn("Breakwater: {} (said once a minute at most)", what);
        }
    }
}
