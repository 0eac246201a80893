/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.cost.SpendState;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.SpendLimit;
import dev.breakwater.json.JsonWriter;

/** Budgets in the documents that operators read. */
final class SpendFigures {
    private SpendFigures() {}

    /** Adds the global budgets to an object: amounts in nano-dollars or tokens, and as people write them. */
    static void budgets(JsonWriter json, SpendState state) {
        json.openArray("budgets");
        for (SpendState.Line line : state.budgets()) {
            BudgetLevel level = line.level();
            Budget budget = level.budget();
            json.openElement()
                    .put("name", budget.name())
                    .put("unit", unit(budget))
                    .put("mode", budget.isEnforced() ? "enforce" : "shadow")
                    .put("limit", budget.limit())
                    .put("spent", level.committed())
                    .put("held", level.held())
                    .put("left", level.left())
                    .put("percent_spent", level.percentSpent())
                    .put("resets_at", level.windowEnd().toString())
                    .put("projected", line.projection().amount())
                    .close();
        }
        json.closeArray();
    }

    static String unit(Budget budget) {
        return budget.unit() == Budget.Unit.TOKENS ? "tokens" : "nano_usd";
    }

    /** Adds them as lines, for people. */
    static void budgets(StringBuilder text, SpendState state) {
        for (SpendState.Line line : state.budgets()) {
            BudgetLevel level = line.level();
            Budget budget = level.budget();
            text.append("  ")
                    .append(budget.name())
                    .append(": ")
                    .append(amount(budget, level.committed()))
                    .append(" of ")
                    .append(amount(budget, budget.limit()))
                    .append(" spent, ")
                    .append(amount(budget, level.held()))
                    .append(" held, ")
                    .append(amount(budget, level.left()))
                    .append(" left until ")
                    .append(level.windowEnd())
                    .append(", heading for ")
                    .append(amount(budget, line.projection().amount()))
                    .append('\n');
        }
    }

    private static String amount(Budget budget, long amount) {
        return SpendLimit.text(budget.unit(), amount);
    }
}
