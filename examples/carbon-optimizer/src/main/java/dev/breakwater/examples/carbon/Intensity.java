/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import java.time.Instant;

/**
 * What a kWh causes in a zone.
 *
 * @param zone where
 * @param grams grams of CO2 equivalent
 * @param time when
 * @param isEstimate whether nobody could be asked just now
 */
record Intensity(Zone zone, int grams, Instant time, boolean isEstimate) {

    Intensity asEstimate() {
        return new Intensity(zone, grams, time, true);
    }
}
