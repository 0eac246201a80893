/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;

/**
 * One caller's bucket of one policy. All methods but {@link #order} are called by the thread that holds this object's
 * monitor: with the lock outside, several buckets can be decided on as one.
 */
final class LocalBucket {
    private final long order;
    private BucketState state;
    private boolean dropped;

    private LocalBucket(long order, BucketState state) {
        this.order = order;
        this.state = state;
    }

    static LocalBucket full(long order, BucketConfiguration configuration, long now) {
        return new LocalBucket(order, BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, now));
    }

    LocalBucket copy(long newOrder) {
        return new LocalBucket(newOrder, state.copy());
    }

    /** Its place in the order in which several buckets are locked. */
    long order() {
        return order;
    }

    boolean isDropped() {
        return dropped;
    }

    /** Lets time pass and takes over the policy's limits if they are not those of the last time. */
    // By identity, because equal limits are one object except right after a change, and this runs on every request.
    @SuppressWarnings("ReferenceEquality")
    void update(BucketConfiguration configuration, long now) {
        state.refillAllBandwidth(now);
        if (state.getConfiguration() != configuration) {
            state = BucketConfigurations.carry(state, configuration, now);
        }
    }

    /** Forgets the bucket if that changes nothing for its caller: if it is full. */
    boolean dropIfFull(long now) {
        state.refillAllBandwidth(now);
        Bandwidth[] bandwidths = state.getConfiguration().getBandwidths();
        for (int i = 0; i < bandwidths.length; i++) {
            if (state.getCurrentSize(i) < bandwidths[i].getCapacity()) {
                return false;
            }
        }
        dropped = true;
        return true;
    }

    boolean has(long tokens) {
        return tokens == 0 || state.getAvailableTokens() >= tokens;
    }

    /** Takes tokens, whether they are there or not. */
    void take(long tokens) {
        if (tokens > 0) {
            state.consume(tokens);
        }
    }

    void giveBack(long tokens) {
        if (tokens > 0) {
            state.addTokens(tokens);
        }
    }

    /** How full it is, and how long to wait until it has so many tokens. */
    Level level(long wanted) {
        Bandwidth[] bandwidths = state.getConfiguration().getBandwidths();
        Level level = Level.ofWindows(bandwidths.length);
        for (int i = 0; i < bandwidths.length; i++) {
            Bandwidth bandwidth = bandwidths[i];
            long capacity = bandwidth.getCapacity();
            long wait = wanted > capacity ? Level.NEVER : nanosUntil(wanted, i, bandwidth);
            level.set(i, state.getCurrentSize(i), wait, nanosUntil(capacity, i, bandwidth));
        }
        return level;
    }

    // Rounded up, where Bucket4j's own estimate is rounded down: who comes back one nanosecond early is refused again.
    private long nanosUntil(long tokens, int index, Bandwidth bandwidth) {
        long missing = tokens - state.getCurrentSize(index);
        if (missing <= 0) {
            return 0;
        }
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
