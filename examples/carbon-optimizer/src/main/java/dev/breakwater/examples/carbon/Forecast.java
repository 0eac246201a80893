/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a kWh will cause in a zone, hour by hour. Where it does not reach, the zone's yearly average holds.
 *
 * @param zone where
 * @param start the hour in which it begins
 * @param hours grams of CO2 equivalent in each hour from then on
 * @param isEstimate whether nobody could be asked just now
 */
record Forecast(Zone zone, Instant start, List<Integer> hours, boolean isEstimate) {
    private static final double SECONDS_PER_HOUR = 3600;

    Forecast {
        hours = List.copyOf(hours);
    }

    /** The least that is known of a zone. */
    static Forecast average(Zone zone, Instant now) {
        return new Forecast(zone, now.truncatedTo(ChronoUnit.HOURS), List.of(), true);
    }

    Forecast asEstimate() {
        return new Forecast(zone, start, hours, true);
    }

    Instant end() {
        return start.plus(hours.size(), ChronoUnit.HOURS);
    }

    /** What work of this power causes if it begins then. */
    double grams(double watts, Instant from, Duration length) {
        double gramSeconds = 0;
        Instant end = from.plus(length);
        Instant at = from;
        while (at.isBefore(end)) {
            Instant nextHour = at.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
            Instant until = nextHour.isBefore(end) ? nextHour : end;
            gramSeconds += gramsPerKwh(at) * Duration.between(at, until).toSeconds();
            at = until;
        }
        return watts / 1000 * gramSeconds / SECONDS_PER_HOUR;
    }

    private int gramsPerKwh(Instant at) {
        long hour = Math.floorDiv(Duration.between(start, at).toSeconds(), (long) SECONDS_PER_HOUR);
        return hour >= 0 && hour < hours.size() ? hours.get((int) hour) : zone.yearlyAverage();
    }
}
