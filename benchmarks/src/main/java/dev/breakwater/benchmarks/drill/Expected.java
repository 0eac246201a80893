/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.time.Duration;

/**
 * An alert that a fault has to set off.
 *
 * @param alert its name
 * @param window of the traffic that its rule looks at; zero if it looks at this moment
 * @param atOnce whether it fires without waiting for the window to fill, however long that is
 */
record Expected(String alert, Duration window, boolean atOnce) {
    /** One whose rule looks at this moment. */
    static Expected now(String alert) {
        return new Expected(alert, Duration.ZERO, true);
    }

    /** One whose rule looks at what happened within so many minutes. */
    static Expected within(int minutes, String alert) {
        return new Expected(alert, Duration.ofMinutes(minutes), false);
    }

    /** One whose rule remembers for so many minutes that something happened once. */
    static Expected once(int minutes, String alert) {
        return new Expected(alert, Duration.ofMinutes(minutes), true);
    }
}
