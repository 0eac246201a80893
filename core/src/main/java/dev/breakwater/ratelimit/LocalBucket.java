/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.BucketState64BitsInteger;
import org.jspecify.annotations.Nullable;

/**
 * One caller's bucket of one policy, or one that strangers share. All methods but {@link #order} and {@link #caller} are
 * called by the thread that holds this object's monitor: with the lock outside, several buckets can be decided on as one.
 *
 * <p>It extends Bucket4j's state rather than hold one: there may be very many buckets, and each object less is memory
 * saved and a cache line less to wait for.
 */
final class LocalBucket extends BucketState64BitsInteger {
    private final long order;
    private final @Nullable CallerId caller;
    private boolean dropped;

    // From before the last change that took a window away. A caller may come back to it, as from plan to plan, and must
    // not find it as if it had never been used.
    private @Nullable BucketState earlier;

    private LocalBucket(long order, @Nullable CallerId caller, BucketConfiguration configuration, long now) {
        super(configuration, now);
        this.order = order;
        this.caller = caller;
    }

    /** A full bucket for strangers. */
    static LocalBucket shared(long order, BucketConfiguration configuration, long now) {
        return new LocalBucket(order, null, configuration, now);
    }

    /** A bucket for a caller who had this one until now. */
    LocalBucket copyFor(CallerId owner, long newOrder, long now) {
        LocalBucket copy = new LocalBucket(newOrder, owner, getConfiguration(), now);
        copy.copyStateFrom(this);
        copy.earlier = earlier == null ? null : earlier.copy();
        return copy;
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
        refillAllBandwidth(now);
        if (getConfiguration() != configuration) {
            change(configuration, now);
        }
    }

    private void change(BucketConfiguration configuration, long now) {
        BucketState before = copy();
        if (earlier != null) {
            earlier.refillAllBandwidth(now);
        }
        copyStateFrom(BucketConfigurations.carry(this, earlier, configuration, now));
        if (BucketConfigurations.losesWindow(before, configuration)) {
            earlier = before;
        }
    }

    /** Forgets the bucket if that changes nothing for its caller: if it is full. */
    boolean dropIfFull(long now) {
        dropped = isFull(this, now) && (earlier == null || isFull(earlier, now));
        return dropped;
    }

    private static boolean isFull(BucketState state, long now) {
        state.refillAllBandwidth(now);
        Bandwidth[] bandwidths = state.getConfiguration().getBandwidths();
        for (int i = 0; i < bandwidths.length; i++) {
            if (state.getCurrentSize(i) < bandwidths[i].getCapacity()) {
                return false;
            }
        }
        return true;
    }

    boolean has(long tokens) {
        return tokens == 0 || getAvailableTokens() >= tokens;
    }

    /** Takes tokens, whether they are there or not. */
    void take(long tokens) {
        if (tokens > 0) {
            long available = getAvailableTokens();
            // A debt that wraps around would be a fortune.
            consume(available < 0 ? Math.min(tokens, Long.MAX_VALUE + available) : tokens);
        }
    }

    void giveBack(long tokens) {
        if (tokens > 0) {
            addTokens(tokens);
        }
    }

    /** How full it is, and how long to wait until it has so many tokens. */
    Level level(long wanted) {
        return BucketLevels.level(this, wanted);
    }
}
