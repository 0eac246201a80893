/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import org.jspecify.annotations.Nullable;

/**
 * One caller's bucket of one policy, or one that strangers share. All methods but {@link #order} and {@link #caller} are
 * called by the thread that holds this object's monitor: with the lock outside, several buckets can be decided on as one.
 */
final class LocalBucket {
    private final long order;
    private final @Nullable CallerId caller;
    private BucketState state;
    private boolean dropped;

    private LocalBucket(long order, @Nullable CallerId caller, BucketState state) {
        this.order = order;
        this.caller = caller;
        this.state = state;
    }

    /** A full bucket for strangers. */
    static LocalBucket shared(long order, BucketConfiguration configuration, long now) {
        BucketState full = BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, now);
        return new LocalBucket(order, null, full);
    }

    /** A bucket for a caller who had this one until now. */
    LocalBucket copyFor(CallerId owner, long newOrder) {
        return new LocalBucket(newOrder, owner, state.copy());
    }

    /** Its place in the order in which several buckets are locked. */
    long order() {
        return order;
    }

    /** Whose it is; null if strangers share it. */
    @Nullable
    CallerId caller() {
        return caller;
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
        long available = state.getAvailableTokens();
        // A debt that wraps around would be a fortune.
        long bearable = available < 0 ? Long.MAX_VALUE + available : Long.MAX_VALUE;
        if (tokens > 0) {
            state.consume(Math.min(tokens, bearable));
        }
    }

    void giveBack(long tokens) {
        if (tokens > 0) {
            state.addTokens(tokens);
        }
    }

    /** How full it is, and how long to wait until it has so many tokens. */
    Level level(long wanted) {
        return BucketLevels.level(state, wanted);
    }
}
