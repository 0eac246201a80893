/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * In which window an instant lies. The windows of a budget cover time without gaps and without overlaps, also where clocks
 * change: a day begins with its first second, has 23 to 25 hours, and begins once even if its midnight comes twice. Nothing
 * but a calculation; safe for use by many threads.
 */
public final class BudgetWindows {
    /** How many slots a rolling period is divided into. */
    public static final int SLOTS = 60;

    private static final long MINUTE = 60;
    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;

    private BudgetWindows() {}

    /**
     * The budget's window at an instant. Of a rolling budget it is a slot, and the {@value #SLOTS} before it count with it:
     * together they hold every span of a period that ends in the slot, so that none ever has more than the limit.
     */
    public static BudgetWindow windowAt(Budget budget, Instant instant) {
        long second = instant.getEpochSecond();
        if (budget.isRolling()) {
            long length = seconds(budget.period()) / SLOTS;
            long start = Math.floorDiv(second, length) * length;
            return new BudgetWindow(start, start + length, SLOTS);
        }
        return switch (budget.period()) {
            case MINUTE -> withinDay(budget.zone().getRules(), instant, MINUTE);
            case HOUR -> withinDay(budget.zone().getRules(), instant, HOUR);
            case DAY, WEEK, MONTH, QUARTER, YEAR -> days(budget, instant);
        };
    }

    /** How long a period is if it rolls, in seconds. */
    public static long seconds(Period period) {
        return switch (period) {
            case MINUTE -> MINUTE;
            case HOUR -> HOUR;
            case DAY -> DAY;
            case WEEK -> 7 * DAY;
            case MONTH -> 30 * DAY;
            case QUARTER -> 90 * DAY;
            case YEAR -> 365 * DAY;
        };
    }

    // Where clocks change in the middle of an hour, as by half an hour on Lord Howe Island, the hour is cut there.
    private static BudgetWindow withinDay(ZoneRules rules, Instant instant, long length) {
        long offset = rules.getOffset(instant).getTotalSeconds();
        long start = Math.floorDiv(instant.getEpochSecond() + offset, length) * length - offset;
        long end = start + length;
        if (rules.isFixedOffset()) {
            return new BudgetWindow(start, end, 0);
        }
        // A transition at this very instant is behind us, since the new offset holds already.
        ZoneOffsetTransition last = rules.previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition next = rules.nextTransition(instant);
        return new BudgetWindow(
                last == null ? start : Math.max(start, last.toEpochSecond()),
                next == null ? end : Math.min(end, next.toEpochSecond()),
                0);
    }

    private static BudgetWindow days(Budget budget, Instant instant) {
        ZoneId zone = budget.zone();
        LocalDate first = first(budget, ZonedDateTime.ofInstant(instant, zone).toLocalDate());
        LocalDate next = next(budget.period(), first);
        // Clocks that go back over midnight show the old date again, when the new day has already begun.
        while (second(next, zone) <= instant.getEpochSecond()) {
            first = next;
            next = next(budget.period(), first);
        }
        return new BudgetWindow(second(first, zone), second(next, zone), 0);
    }

    private static long second(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toEpochSecond();
    }

    private static LocalDate first(Budget budget, LocalDate date) {
        return switch (budget.period()) {
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(budget.weekStart()));
            case MONTH -> date.withDayOfMonth(1);
            case QUARTER -> monthsBack(date, monthsIn(date, budget.yearStart()) % 3);
            case YEAR -> monthsBack(date, monthsIn(date, budget.yearStart()));
            case MINUTE, HOUR, DAY -> date;
        };
    }

    private static int monthsIn(LocalDate date, Month yearStart) {
        return Math.floorMod(date.getMonthValue() - yearStart.getValue(), 12);
    }

    private static LocalDate monthsBack(LocalDate date, int months) {
        return date.withDayOfMonth(1).minusMonths(months);
    }

    private static LocalDate next(Period period, LocalDate first) {
        return switch (period) {
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
            case QUARTER -> first.plusMonths(3);
            case YEAR -> first.plusYears(1);
            case MINUTE, HOUR, DAY -> first.plusDays(1);
        };
    }
}
