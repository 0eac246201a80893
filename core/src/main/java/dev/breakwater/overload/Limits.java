/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

/**
 * What a {@link ConcurrencyLimiter} keeps to. Immutable.
 *
 * @param maxConcurrent how many requests may be in flight
 * @param maxWaitNanos how long one may wait for its turn; 0 if none waits
 * @param reserving whether there are critical requests, so that something is kept free for them
 * @param enforced whether anybody is kept from entering
 */
record Limits(int maxConcurrent, long maxWaitNanos, boolean reserving, boolean enforced) {
    /** Counts and refuses nothing. */
    static final Limits NONE = new Limits(Integer.MAX_VALUE, 0, false, false);

    /**
     * How many may wait: as many as are served at a time, because whoever came then would wait for more than a round. Of
     * critical ones four times as many, because a crowd of them must not be refused while it can still be served.
     */
    int places(boolean critical) {
        if (maxWaitNanos == 0) {
            return 0;
        }
        return critical ? (int) Math.min(Occupancy.MOST / 2, 4L * maxConcurrent) : maxConcurrent;
    }

    boolean isLimited() {
        return maxConcurrent != Integer.MAX_VALUE;
    }
}
