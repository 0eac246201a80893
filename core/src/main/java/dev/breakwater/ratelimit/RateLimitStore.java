/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where the buckets are. Implementations are safe for use by many threads, never block, and always answer in bounded
 * time: what fails or takes too long is {@link StoreAnswer.Unavailable}. A bucket is named by the policy's name without
 * regard to case and by the caller; it is full when it is first asked for. A policy of the same name with other limits
 * takes over its buckets, filled in proportion: a change of limits is never a gift.
 */
public interface RateLimitStore {
    /**
     * Takes all charges or none of them. No request is admitted beyond a limit, and a refused one takes nothing.
     *
     * @param charges each from another bucket, none of a policy that blocks everything; not changed while the answer is
     *     awaited
     * @return the answer; its levels are in the order of the charges
     */
    CompletionStage<StoreAnswer> decide(List<Charge> charges);

    /**
     * Makes good what was taken in advance, now that the true cost is known. What was taken too much comes back, as far
     * as the bucket has room; what is missing is taken even from an empty bucket, which then owes it.
     *
     * @return how full the buckets are now
     */
    CompletionStage<StoreAnswer> settle(List<Settlement> settlements);

    /**
     * Gives back what was taken, as far as the buckets have room.
     *
     * @return how full the buckets are now
     */
    default CompletionStage<StoreAnswer> refund(List<Charge> charges) {
        return settle(charges.stream().map(charge -> new Settlement(charge, 0)).toList());
    }

    /**
     * How the store is doing, as far as it knows; asked for at any time, and answered at once. {@link StoreState#LOCAL} of a
     * store that does not know.
     */
    default StoreState state() {
        return StoreState.LOCAL;
    }

    /**
     * Whether this store itself sees to it that each answer comes in time, whatever becomes of those it asks. If so, nobody
     * sets a second clock beside its own, which would cost every request something and cut short a store that was told to
     * wait longer. Otherwise it is treated as away after {@link RateLimiter#STORE_DEADLINE}, and what it takes later is lost.
     *
     * @return the same each time; false unless a store says otherwise
     */
    default boolean keepsTime() {
        return false;
    }

    /**
     * What a charge came to in the end.
     *
     * @param charge what was taken
     * @param actual what should have been taken, 0 or more
     */
    record Settlement(Charge charge, long actual) {
        /** Checks the actual cost. */
        public Settlement {
            if (actual < 0) {
                throw new IllegalArgumentException("actual: " + actual + " (expected: 0 or more)");
            }
        }
    }
}
