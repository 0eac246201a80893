/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one alert.
 *
 * @param alert its name
 * @param fault the name of what was broken
 * @param ownToFire how long its rule needs at most, at the speed of the drill: its wait, its window, two rounds
 * @param fired how long after the fault; null if it did not
 * @param ownToResolve how long its rule needs at most to see that all is well
 * @param resolved how long after it was mended; null if it did not
 */
record Finding(
        String alert,
        String fault,
        Duration ownToFire,
        @Nullable Duration fired,
        Duration ownToResolve,
        @Nullable Duration resolved) {
    boolean isGood() {
        return fired != null && resolved != null;
    }

    String verdict() {
        if (fired == null) {
            return "did not fire";
        }
        return resolved == null ? "did not resolve" : "fired and resolved";
    }
}
