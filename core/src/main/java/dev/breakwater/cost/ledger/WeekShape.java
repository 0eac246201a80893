/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.time.Instant;

/** How much is spent on average in each hour of the week (UTC). Immutable. */
final class WeekShape {
    private static final long HOUR = 3600;

    private final double[] hours;

    WeekShape(double[] hours) {
        this.hours = hours;
    }

    /** What is spent on average from one instant to another, in whatever unit. */
    double between(Instant from, Instant to) {
        long second = from.getEpochSecond();
        long end = to.getEpochSecond();
        double sum = 0;
        while (second < end) {
            long hour = Math.floorDiv(second, HOUR);
            long next = Math.min(end, (hour + 1) * HOUR);
            sum += hours[Hours.slot(hour)] * (next - second) / HOUR;
            second = next;
        }
        return sum;
    }
}
