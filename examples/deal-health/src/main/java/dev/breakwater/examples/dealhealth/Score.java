/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import org.jspecify.annotations.Nullable;

/**
 * How a deal does.
 *
 * @param value from 0 to 1; null if nothing is known
 * @param confidence from 0, nothing is known, to 1, everything is known as of now
 */
record Score(@Nullable Double value, double confidence) {
    private static final double WORKS = 0.7;
    private static final double MAY_WORK = 0.4;
    // After 30 days at the usual rate nobody knows any more.
    private static final double TOO_OLD = 0.05;

    static Score none() {
        return new Score(null, 0);
    }

    /** The same in a word. */
    Status status() {
        if (value == null || confidence < TOO_OLD) {
            return Status.UNKNOWN;
        }
        if (value >= WORKS) {
            return Status.HEALTHY;
        }
        return value >= MAY_WORK ? Status.DOUBTFUL : Status.BROKEN;
    }
}
