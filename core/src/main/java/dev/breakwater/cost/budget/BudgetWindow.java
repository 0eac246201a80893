/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

/**
 * One stretch of time that is counted by itself: a period of the calendar, or a slot of a rolling window. Seconds since 1970.
 *
 * @param start its first second, by which it is known
 * @param end the first second after it
 * @param before how many slots of the same length before it count with it; 0 of the calendar
 */
public record BudgetWindow(long start, long end, int before) {
    /** Whether it is this second's. */
    public boolean contains(long second) {
        return second >= start && second < end;
    }

    /** The first second of the oldest slot that counts with it; of the calendar its own. */
    public long from() {
        return start - before * (end - start);
    }

    /** From which second on nothing that was spent in it counts any more. */
    public long over() {
        return end + before * (end - start);
    }

    /** From which second on a store need not know it any more, even if its clock steps back. */
    long forgotten() {
        return before == 0 ? end + StoreClock.GRACE : over();
    }
}
