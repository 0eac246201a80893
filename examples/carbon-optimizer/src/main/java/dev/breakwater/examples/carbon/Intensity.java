/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a kWh causes in a zone.
 *
 * @param zone where
 * @param grams grams of CO2 equivalent
 * @param time when
 * @param isEstimate whether nobody could be asked just now
 */
record Intensity(Zone zone, int grams, Instant time, boolean isEstimate) {
    /** The least that is known of a zone. */
    static Intensity average(Zone zone, Instant now) {
        return new Intensity(zone, zone.yearlyAverage(), now.truncatedTo(ChronoUnit.HOURS), true);
    }

    Intensity asEstimate() {
        return new Intensity(zone, grams, time, true);
    }
}
