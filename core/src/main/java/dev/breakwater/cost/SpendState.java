/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.ledger.Projection;
import dev.breakwater.cost.ledger.SpendBook;
import java.time.Instant;
import java.util.List;

/**
 * How spending stands at one moment. Immutable.
 *
 * @param budgets the global budgets and where they are heading; of those that are shared, as last known
 * @param orphaned holds that nobody settled within their lease, since the start
 * @param ledgerFailures rows that the ledger could not keep, since the start
 */
public record SpendState(List<Line> budgets, long orphaned, long ledgerFailures) {
    /** Copies the list. */
    public SpendState {
        budgets = List.copyOf(budgets);
    }

    /**
     * One budget.
     *
     * @param level how it is
     * @param projection where it is heading
     */
    public record Line(BudgetLevel level, Projection projection) {}

    /** Puts levels and what is known of other weeks together. */
    public static SpendState of(
            List<BudgetLevel> levels, SpendBook book, Instant now, long orphaned, long ledgerFailures) {
        List<Line> lines = levels.stream()
                .map(level -> new Line(level, Projection.of(level, book, now)))
                .toList();
        return new SpendState(lines, orphaned, ledgerFailures);
    }
}
