/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a store is away: at once, then at most once a minute with a count. Only the fault's type is said; its message
 * may hold what the store is reached with. Safe for use by many threads.
 */
final class StoreFaults {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimitGuard.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final TimeSource time;
    private final AtomicLong quietUntil;
    private final AtomicLong unsaid = new AtomicLong();

    StoreFaults(TimeSource time) {
        this.time = time;
        quietUntil = new AtomicLong(time.nanoTime());
    }

    void report(StoreAnswer.Unavailable answer) {
        long now = time.nanoTime();
        long until = quietUntil.get();
        if (now - until < 0 || !quietUntil.compareAndSet(until, now + QUIET_NANOS)) {
            unsaid.incrementAndGet();
            return;
        }
        LOG.error(
                "Breakwater: the rate limit store does not answer, so each policy follows its on-store-failure: {}"
                        + " ({} more since last said)",
                answer.reason(),
                unsaid.getAndSet(0));
    }
}
