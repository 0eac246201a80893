/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.policy.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is checked about a budget. Paths are relative to it. */
final class BudgetChecks {
    private static final int MAX_NAME = 64;
    private static final int MOST_ALERTS = 16;

    private final Problems problems;

    BudgetChecks(Problems problems) {
        this.problems = problems;
    }

    static void distinct(List<Budget> budgets, Problems problems) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < budgets.size(); i++) {
            String name = budgets.get(i).name();
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                problems.error(
                        "BW-COST-051",
                        "[" + i + "].name",
                        name,
                        "each name once, without regard to case",
                        "Rename one of them: what is spent is kept by the name.");
            }
        }
    }

    void name(String name) {
        if (!isName(name)) {
            problems.error(
                    "BW-COST-050",
                    "name",
                    name,
                    "a letter, then up to 63 letters, digits, _ . or -",
                    "Choose a short name like daily; it is shown in events and meters.");
        }
    }

    static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME || !isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '_' && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    void limit(Budget.Unit unit, long limit) {
        if (limit < 1) {
            problems.error(
                    "BW-COST-052",
                    "limit",
                    SpendLimit.text(unit, limit),
                    "more than nothing",
                    "To make no calls at all, use the kill switch of the upstream; to limit nothing, remove the budget.");
        } else if (limit > SpendLimit.MOST) {
            problems.error(
                    "BW-COST-053",
                    "limit",
                    SpendLimit.text(unit, limit),
                    "at most " + SpendLimit.text(unit, SpendLimit.MOST) + ", which every store counts exactly",
                    "Lower it, or use a shorter period.");
        }
    }

    void calendar(boolean rolling, boolean ofCalendar) {
        if (rolling && ofCalendar) {
            problems.error(
                    "BW-COST-055",
                    "window",
                    "rolling",
                    "calendar with zone, week-start or year-start",
                    "Remove those: a rolling window is the last so and so much time wherever one is.");
        }
    }

    void alerts(List<Integer> alerts) {
        for (int percent : alerts) {
            if (percent < 1 || percent > 1000) {
                problems.error(
                        "BW-COST-056",
                        "alerts",
                        Integer.toString(percent),
                        "a whole per cent from 1 to 1000",
                        "Write for example 50, 80, 100.");
            }
        }
        if (alerts.size() > MOST_ALERTS) {
            problems.error(
                    "BW-COST-057",
                    "alerts",
                    alerts.size() + " thresholds",
                    "at most " + MOST_ALERTS,
                    "Keep those that somebody acts upon.");
        }
    }
}
