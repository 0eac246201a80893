/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BudgetWindowsTest {
    @ParameterizedTest
    @CsvSource({
        // Midnight in India.
        "MONTH,   Asia/Kolkata,        2026-10-31T18:29:59Z, 2026-09-30T18:30:00Z, 2026-10-31T18:30:00Z",
        "MONTH,   Asia/Kolkata,        2026-10-31T18:30:00Z, 2026-10-31T18:30:00Z, 2026-11-30T18:30:00Z",
        // 23 and 25 hours.
        "DAY,     Europe/Berlin,       2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "DAY,     Europe/Berlin,       2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        // No midnight: the day began at one o'clock.
        "DAY,     America/Sao_Paulo,   2018-11-04T12:00:00Z, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
        // Midnight became eleven again: the last hour of Saturday came twice.
        "DAY,     America/Sao_Paulo,   2018-02-18T02:30:00Z, 2018-02-17T02:00:00Z, 2018-02-18T03:00:00Z",
        // One minute past midnight clocks went back by an hour: Sunday had begun, and does not begin again.
        "DAY,     America/St_Johns,    2010-11-07T02:30:30Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z",
        "DAY,     America/St_Johns,    2010-11-07T03:00:00Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z",
        // A day that never was.
        "DAY,     Pacific/Apia,        2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
        "DAY,     Pacific/Apia,        2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z",
        // Clocks that change by half an hour cut an hour.
        "HOUR,    Australia/Lord_Howe, 2026-04-04T15:10:00Z, 2026-04-04T15:00:00Z, 2026-04-04T15:30:00Z",
        "HOUR,    Australia/Lord_Howe, 2026-04-04T14:10:00Z, 2026-04-04T14:00:00Z, 2026-04-04T15:00:00Z",
        "HOUR,    Asia/Kolkata,        2026-01-01T00:29:59Z, 2025-12-31T23:30:00Z, 2026-01-01T00:30:00Z",
        "MINUTE,  Asia/Kolkata,        2026-01-01T00:29:59Z, 2026-01-01T00:29:00Z, 2026-01-01T00:30:00Z",
        "WEEK,    UTC,                 2026-01-01T00:00:00Z, 2025-12-29T00:00:00Z, 2026-01-05T00:00:00Z",
        "QUARTER, UTC,                 2026-02-28T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z",
        "YEAR,    UTC,                 2024-02-29T00:00:00Z, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
        "MONTH,   UTC,                 1969-12-31T23:59:59Z, 1969-12-01T00:00:00Z, 1970-01-01T00:00:00Z",
    })
    void an_instant_lies_in_its_window(Period period, String zone, Instant at, Instant start, Instant end) {
        Budget budget = Budget.named("b").period(period).zone(ZoneId.of(zone)).build();

        assertThat(BudgetWindows.windowAt(budget, at))
                .isEqualTo(new BudgetWindow(start.getEpochSecond(), end.getEpochSecond(), 0));
    }

    @Test
    void years_begin_when_the_books_do_and_weeks_where_one_lives() {
        Budget year =
                Budget.named("y").period(Period.YEAR).yearStart(Month.APRIL).build();
        Budget quarter = Budget.named("q")
                .period(Period.QUARTER)
                .yearStart(Month.FEBRUARY)
                .build();
        Budget week = Budget.named("w")
                .period(Period.WEEK)
                .weekStart(DayOfWeek.SUNDAY)
                .build();

        assertThat(start(year, "2026-03-31T23:59:59Z")).isEqualTo("2025-04-01T00:00:00Z");
        assertThat(start(year, "2026-04-01T00:00:00Z")).isEqualTo("2026-04-01T00:00:00Z");
        assertThat(start(quarter, "2026-01-31T00:00:00Z")).isEqualTo("2025-11-01T00:00:00Z");
        assertThat(start(quarter, "2026-02-01T00:00:00Z")).isEqualTo("2026-02-01T00:00:00Z");
        assertThat(start(week, "2026-01-03T23:59:59Z")).isEqualTo("2025-12-28T00:00:00Z");
        assertThat(start(week, "2026-01-04T00:00:00Z")).isEqualTo("2026-01-04T00:00:00Z");
    }

    private static String start(Budget budget, String at) {
        return Instant.ofEpochSecond(
                        BudgetWindows.windowAt(budget, Instant.parse(at)).start())
                .toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/St_Johns",
                "America/Sao_Paulo",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "Asia/Tehran",
                "Africa/Cairo"
            })
    void windows_follow_each_other_without_gap_or_overlap(String zone) {
        Random random = new Random(7);
        long from = Instant.parse("1985-01-01T00:00:00Z").getEpochSecond();
        for (Period period : Period.values()) {
            Budget budget =
                    Budget.named("b").period(period).zone(ZoneId.of(zone)).build();
            for (int i = 0; i < 400; i++) {
                Instant at = Instant.ofEpochSecond(from + random.nextInt(1_400_000_000), 999_999_999);
                BudgetWindow window = BudgetWindows.windowAt(budget, at);

                assertThat(window.contains(at.getEpochSecond())).isTrue();
                assertThat(at(budget, window.start())).isEqualTo(window);
                assertThat(at(budget, window.end() - 1)).isEqualTo(window);
                assertThat(at(budget, window.end()).start()).isEqualTo(window.end());
            }
        }
    }

    private static BudgetWindow at(Budget budget, long second) {
        return BudgetWindows.windowAt(budget, Instant.ofEpochSecond(second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"})
    void slots_of_a_rolling_window_hold_every_span_of_its_length(Period period) {
        Budget budget = Budget.named("b").rolling(period).build();
        Instant at = ZonedDateTime.parse("2026-06-15T12:34:56Z").toInstant();

        BudgetWindow slot = BudgetWindows.windowAt(budget, at);

        assertThat((slot.end() - slot.start()) * BudgetWindows.SLOTS).isEqualTo(BudgetWindows.seconds(period));
        assertThat(Instant.ofEpochSecond(slot.from()))
                .isBeforeOrEqualTo(at.minus(Duration.ofSeconds(BudgetWindows.seconds(period))));
        assertThat(slot.over() - slot.end()).isEqualTo(BudgetWindows.seconds(period));
    }
}
