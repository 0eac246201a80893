/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a store is away: at once, then at most once a minute with a count. Only the fault's type is said; its message
 * may hold what the store is reached with. Safe for use by many threads.
 */
final class StoreFaults {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimitGuard.class);

    private final OnceAMinute sayings;

    StoreFaults(TimeSource time) {
        sayings = new OnceAMinute(time);
    }

    void report(StoreAnswer.Unavailable answer) {
        long unsaid = sayings.next();
        if (unsaid < 0) {
            return;
        }
        LOG.error(
                "Breakwater: the rate limit store does not answer, so each policy follows its on-store-failure: {}"
                        + " ({} more since last said)",
                answer.reason(),
                unsaid);
    }
}
