/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.time.Instant;

/**
 * One window of one budget for one key: the place where amounts add up.
 *
 * @param budget the budget's {@linkplain dev.breakwater.cost.budget.Budget#identity() identity}
 * @param key whose part of it
 * @param window the first second of the window
 */
record Slot(String budget, String key, long window) {
    private static final String ROLLING = "rolling-";

    String name() {
        int end = budget.indexOf('|');
        return end < 0 ? budget : budget.substring(0, end);
    }

    boolean isTokens() {
        return budget.contains("|tokens|");
    }

    /** Whether nothing can count here any more: it began more than two of its periods ago. */
    boolean isOver(Instant now) {
        return window + 2 * days() * 86_400 < now.getEpochSecond();
    }

    // The longest that its period can be; a year if the period is none we know.
    private long days() {
        int begin = budget.lastIndexOf("|", budget.lastIndexOf('|') - 1) + 1;
        String period = budget.contains("|" + ROLLING)
                ? budget.substring(budget.lastIndexOf(ROLLING) + ROLLING.length())
                : budget.substring(begin);
        return switch (period.isEmpty() ? ' ' : period.charAt(0)) {
            case 'd', 'h' -> 2;
            case 'w' -> 8;
            case 'm' -> period.startsWith("mi") ? 2 : 32;
            case 'q' -> 93;
            default -> 367;
        };
    }
}
