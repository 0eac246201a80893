/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.time.Instant;

/**
 * How one budget is for one key at one moment, in the budget's unit. Immutable.
 *
 * @param budget the budget
 * @param key whose part of it
 * @param committed what was spent in the window
 * @param held what calls under way can spend at most
 * @param windowStart when the window began; of a rolling one, the instant that is a period ago
 * @param windowEnd when it ends, and all is there again; of a rolling one, when the oldest of what was spent leaves it
 */
public record BudgetLevel(
        Budget budget, String key, long committed, long held, Instant windowStart, Instant windowEnd) {

    /** What can still be held; negative if more was spent than the budget allows. */
    public long left() {
        return budget.limit() - Amounts.add(committed, held);
    }

    /** How much of the limit was spent, in whole per cent, rounded down; more than 100 if too much was. */
    public long percentSpent() {
        return Amounts.percent(committed, budget.limit());
    }
}
