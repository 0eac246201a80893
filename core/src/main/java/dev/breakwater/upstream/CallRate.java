/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.time.Duration;

/**
 * So many attempts in so much time, as a token bucket: at most that many at once, refilled evenly. Immutable.
 *
 * @param count how many, 1 or more
 * @param window in which time, from a millisecond
 */
public record CallRate(long count, Duration window) {
    /** As it could be configured: {@code 100 per 60s}. */
    @Override
    public String toString() {
        return count + " per " + (window.toMillisPart() == 0 ? window.toSeconds() + "s" : window.toMillis() + "ms");
    }
}
