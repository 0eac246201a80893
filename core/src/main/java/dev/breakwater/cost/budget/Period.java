/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.util.Locale;

/** How long a budget lasts. */
public enum Period {
    /** A minute. */
    MINUTE,
    /** An hour. */
    HOUR,
    /** A day of the budget's zone, which has 23 to 25 hours where clocks change. */
    DAY,
    /** Seven days, from Monday unless the budget says otherwise. */
    WEEK,
    /** A month of the calendar; 30 days if it rolls. */
    MONTH,
    /** Three months, of the budget's year; 90 days if it rolls. */
    QUARTER,
    /** Twelve months, from January unless the budget says otherwise; 365 days if it rolls. */
    YEAR;

    /** As configured: {@code month}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
