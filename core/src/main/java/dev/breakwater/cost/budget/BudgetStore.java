/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where budgets are counted. For each budget, key and window it keeps what is committed and what is held; together they
 * never exceed the limit because of a hold, but they may because of what calls really cost. Safe for use by many threads,
 * and atomic: nobody ever sees a hold in one budget and not in the other.
 *
 * <p>A window begins and ends by the store's clock. What is settled counts in the window in which it was held. A hold that
 * nobody settles counts as spent in full once its lease is over, which changes nothing of what is left.
 *
 * <p>Implementations never throw and never let anybody wait for longer than they were told to.
 */
public interface BudgetStore extends AutoCloseable {
    /** Holds as much as fits, between least and wanted, in all budgets of the request, or nothing in any. */
    CompletionStage<HoldAnswer> hold(HoldRequest request);

    /**
     * Replaces a hold by what was spent. A second settlement of the same hold changes nothing.
     *
     * @param spent for each part of the hold, in its order; zeros release it. More than was held is counted as well
     */
    CompletionStage<SettleAnswer> settle(Hold hold, long[] spent);

    /**
     * Counts what was spent without having been held, whether or not it fits.
     *
     * @param id names the charge: a second one of this name changes nothing. If it is the name of a hold with these claims,
     *     because the answer to that was lost, the hold is settled instead
     * @param spent for each claim its fixed part alone
     */
    CompletionStage<SettleAnswer> charge(String id, List<Claim> spent);

    /**
     * How budgets are.
     *
     * @param keys the budgets and keys that are asked for; amounts do not matter
     * @return in their order; fails if the store cannot say
     */
    CompletionStage<List<BudgetLevel>> levels(List<Claim> keys);

    /**
     * The keys of a budget of which most is spent or held in the window of this moment, for reports.
     *
     * @param most how many keys
     * @return the largest first; empty if the store cannot list keys, fails if it cannot say now
     */
    default CompletionStage<List<BudgetLevel>> largest(Budget budget, int most) {
        return CompletableFuture.completedFuture(List.of());
    }

    /**
     * Whether it counts later by itself what it was charged while it could not say. Else whoever charged does so again, once it
     * answers; never both, as only the store knows which charges may have been counted already.
     */
    default boolean retells() {
        return false;
    }

    /** How many instances share it, as far as it knows: while it cannot say, each may spend its share. */
    default int instances() {
        return 1;
    }

    /** Lets go of what it holds. */
    @Override
    default void close() {}
}
