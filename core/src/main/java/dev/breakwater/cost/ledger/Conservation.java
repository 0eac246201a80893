/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.budget.BudgetLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a store and a ledger agree: what a store counts for a budget's window, spent and held together, is what the rows
 * of that window add up to. For a store that several processes share, the ledgers of all of them would have to be added.
 */
public final class Conservation {
    private Conservation() {}

    /**
     * A budget on which they disagree.
     *
     * @param level what the store says
     * @param rows what the rows add up to, spent and held
     */
    public record Drift(BudgetLevel level, long rows) {
        /** What the store counts too much; negative if too little. */
        public long amount() {
            return level.committed() + level.held() - rows;
        }
    }

    /**
     * Compares.
     *
     * @param replay a reading of the whole ledger, of the same instant as the levels
     * @param levels what the store says
     * @return where they disagree; empty if nowhere
     */
    public static List<Drift> check(LedgerReplay replay, List<BudgetLevel> levels) {
        List<Drift> drifts = new ArrayList<>();
        for (BudgetLevel level : levels) {
            long rows = Math.addExact(
                    sum(replay.tally().spent(), level), sum(replay.tally().held(), level));
            if (rows != level.committed() + level.held()) {
                drifts.add(new Drift(level, rows));
            }
        }
        return drifts;
    }

    // A calendar's window is one sum, a rolling one a sum for each of its slots.
    private static long sum(Map<Slot, Long> amounts, BudgetLevel level) {
        String identity = level.budget().identity();
        long from = level.windowStart().getEpochSecond();
        long to = level.windowEnd().getEpochSecond();
        long sum = 0;
        for (Map.Entry<Slot, Long> amount : amounts.entrySet()) {
            Slot slot = amount.getKey();
            boolean counts = slot.budget().equals(identity) && slot.key().equals(level.key());
            if (counts && slot.window() >= from && slot.window() < to) {
                sum = Math.addExact(sum, amount.getValue());
            }
        }
        return sum;
    }
}
