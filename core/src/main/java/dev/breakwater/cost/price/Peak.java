/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/**
 * Hours at which a model has another price.
 *
 * @param multiplier by how much
 * @param zone in which days and hours are meant
 * @param days the days of the week
 * @param hours the hours of these days
 * @param except days on which it is not so
 */
record Peak(Multiplier multiplier, ZoneId zone, Set<DayOfWeek> days, List<Hours> hours, Set<LocalDate> except) {

    /** From one minute of the day to another, which is no longer part of it. */
    record Hours(int fromMinute, int toMinute) {}

    boolean holdsAt(Instant instant) {
        ZonedDateTime local = instant.atZone(zone);
        if (!isOn(local.toLocalDate())) {
            return false;
        }
        int minute = local.getHour() * 60 + local.getMinute();
        for (Hours span : hours) {
            if (minute >= span.fromMinute && minute < span.toMinute) {
                return true;
            }
        }
        return false;
    }

    /** Whether it begins after this instant and within so much time. */
    boolean beginsWithin(Instant instant, Duration time) {
        LocalDate today = instant.atZone(zone).toLocalDate();
        return beginsWithin(today, instant, time) || beginsWithin(today.plusDays(1), instant, time);
    }

    private boolean beginsWithin(LocalDate day, Instant instant, Duration time) {
        if (!isOn(day)) {
            return false;
        }
        for (Hours span : hours) {
            Instant begins = day.atTime(span.fromMinute / 60, span.fromMinute % 60)
                    .atZone(zone)
                    .toInstant();
            if (begins.isAfter(instant) && !begins.isAfter(instant.plus(time))) {
                return true;
            }
        }
        return false;
    }

    private boolean isOn(LocalDate day) {
        return days.contains(day.getDayOfWeek()) && !except.contains(day);
    }
}
