/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.ledger.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent, what is assumed where a request does not say, and where all that is spent is kept. Immutable.
 *
 * @param budgets what may be spent; null for no limit
 * @param ledger keeps what is spent
 * @param unknownModel what becomes of calls to models without a price while there is a budget of money
 * @param assumedOutput output in tokens that is held for where a request names no limit and cannot be given one
 * @param assumedTokens input in tokens that is held for each part of a request that has no bound; 0 refuses such requests
 *     while there is a budget
 */
public record Spending(
        @Nullable Budgets budgets, Ledger ledger, UnknownModel unknownModel, long assumedOutput, long assumedTokens) {
    /** Whoever calls may call. */
    public static final Spending FREE = new Spending(null, Ledger.NONE, UnknownModel.TRACK, 4096, 0);

    /** What becomes of calls to models without a price. */
    public enum UnknownModel {
        /** They are made, and tracked as unpriced, never as free; a budget of money cannot count them. */
        TRACK,
        /** They are refused while there is a budget of money. */
        DENY
    }
}
