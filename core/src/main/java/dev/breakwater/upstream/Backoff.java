/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.function.LongUnaryOperator;

/**
 * How long to wait between attempts: full jitter, a random part of a bound that doubles, as AWS describes it in
 * "Exponential Backoff And Jitter". Waits that are only partly random still come in waves.
 */
final class Backoff {
    private final long firstNanos;
    private final long mostNanos;
    private final LongUnaryOperator random;

    /**
     * Waits.
     *
     * @param random gives a number from 0 up to its argument, that one left out
     */
    Backoff(UpstreamPolicy policy, LongUnaryOperator random) {
        firstNanos = policy.backoff().toNanos();
        mostNanos = policy.maxBackoff().toNanos();
        this.random = random;
    }

    /**
     * Draws a wait.
     *
     * @param failures how many attempts have failed, 1 or more
     */
    long nanos(int failures) {
        return random.applyAsLong(bound(failures) + 1);
    }

    private long bound(int failures) {
        int doublings = failures - 1;
        // Shifting the cap down cannot overflow; shifting the first wait up can.
        boolean capped = doublings >= Long.SIZE - 1 || firstNanos > mostNanos >> doublings;
        return capped ? mostNanos : firstNanos << doublings;
    }
}
