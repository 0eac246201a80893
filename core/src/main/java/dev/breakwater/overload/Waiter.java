/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for a permit. Told once how it ended, outside of any lock: on the thread that gave the permit back,
 * on that of the newcomer who took the place, or on the timer's.
 */
abstract class Waiter {
    private final boolean critical;

    // Both under the limiter's lock.
    private long since;
    private long deadline;

    Waiter(boolean critical) {
        this.critical = critical;
    }

    /** The wait is over. */
    abstract void ended(OverloadDecision.Outcome outcome, @Nullable Permit permit, long waitedNanos);

    final boolean isCritical() {
        return critical;
    }

    final void begin(long now, long maxWaitNanos) {
        since = now;
        deadline = now + maxWaitNanos;
    }

    final void waitNoLongerThan(long nanos, long now) {
        if (deadline - now > nanos) {
            deadline = now + nanos;
        }
    }

    final boolean isDue(long now) {
        return deadline - now <= 0;
    }

    final long deadline() {
        return deadline;
    }

    final long waited(long now) {
        return now - since;
    }
}
