/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a key could not be read or verified: at once, then at most once a minute with a count. Only the fault's type
 * and place are said; its message may hold the credential.
 */
final class KeyFaults {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimitGuard.class);

    private final OnceAMinute sayings;

    KeyFaults(TimeSource time) {
        sayings = new OnceAMinute(time);
    }

    void report(CallerKey key, Throwable fault) {
        long unsaid = sayings.next();
        if (unsaid < 0) {
            return;
        }
        LOG.error(
                "Breakwater: rate-limit key {} does not count, because reading or verifying it failed: {} at {}"
                        + " ({} more since last said)",
                key,
                fault.getClass().getName(),
                place(fault),
                unsaid);
    }

    private static Object place(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0];
    }
}
