/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketState;

/** What the state of a bucket means for its caller. */
final class BucketLevels {
    private BucketLevels() {}

    /** How full the bucket is, and how long to wait until it has so many tokens. */
    static Level level(BucketState state, long wanted) {
        Bandwidth[] bandwidths = state.getConfiguration().getBandwidths();
        Level level = Level.ofWindows(bandwidths.length);
        for (int i = 0; i < bandwidths.length; i++) {
            Bandwidth bandwidth = bandwidths[i];
            long capacity = bandwidth.getCapacity();
            long wait = wanted > capacity ? Level.NEVER : nanosUntil(wanted, state, i, bandwidth);
            level.set(i, state.getCurrentSize(i), wait, nanosUntil(capacity, state, i, bandwidth));
        }
        return level;
    }

    /**
     * The same for a bucket that may have other limits than the policy, because another machine was told otherwise. Windows
     * are matched by their length; one that the policy has not stands in the way all the same, and counts to its first.
     */
    static Level level(BucketState state, RateLimitPolicy policy, long wanted) {
        Level found = level(state, wanted);
        if (BucketConfigurations.areSame(state.getConfiguration(), policy.bucket())) {
            return found;
        }
        Level matched = Level.ofWindows(policy.limits().size());
        for (int i = 0; i < policy.limits().size(); i++) {
            match(i, found, state.getConfiguration().getBandwidths(), policy, matched);
        }
        return matched;
    }

    private static void match(int window, Level found, Bandwidth[] bandwidths, RateLimitPolicy policy, Level matched) {
        long remaining = policy.capacity(window);
        long wait = 0;
        long untilFull = 0;
        for (int i = 0; i < bandwidths.length; i++) {
            if (windowOf(bandwidths[i], policy) == window) {
                remaining = Math.min(remaining, found.remaining(i));
                wait = Math.max(wait, found.nanosToWait(i));
                untilFull = Math.max(untilFull, found.nanosToFull(i));
            }
        }
        matched.set(window, remaining, wait, untilFull);
    }

    private static int windowOf(Bandwidth bandwidth, RateLimitPolicy policy) {
        for (int i = 0; i < policy.limits().size(); i++) {
            if (policy.limits().get(i).windowNanos() == bandwidth.getRefillPeriodNanos()) {
                return i;
            }
        }
        return 0;
    }

    // Rounded up, where Bucket4j's own estimate is rounded down: who comes back one nanosecond early is refused again.
    private static long nanosUntil(long tokens, BucketState state, int index, Bandwidth bandwidth) {
        long current = state.getCurrentSize(index);
        if (tokens <= current || tokens == 0) {
            return 0;
        }
        long missing = tokens - current < 0 ? Long.MAX_VALUE : tokens - current;
        long period = bandwidth.getRefillPeriodNanos();
        long refill = bandwidth.getRefillTokens();
        if (Math.multiplyHigh(missing, period) != 0 || missing * period < 0) {
            // Bucket4j refills such amounts in floating point, where up to one token is lost.
            return (long) Math.ceil(((double) missing + 1) / refill * period);
        }
        return Math.max(1, ceilDiv(missing * period - state.getRoundingError(index), refill));
    }

    private static long ceilDiv(long dividend, long divisor) {
        return dividend <= 0 ? 0 : (dividend - 1) / divisor + 1;
    }
}
