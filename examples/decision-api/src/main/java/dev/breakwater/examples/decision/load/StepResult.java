/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.load;

import java.time.Duration;

/**
 * What one step has shown.
 *
 * @param users how many asked at a time
 * @param took how long the step lasted
 * @param answers how many answers came, of whatever kind
 * @param errors answers of 500 and above but 503, and requests without an answer
 * @param refused answers that the service has no room: 503 and 429
 * @param fallbacks answers by rules in place of the model
 * @param p50Millis half of all answers came within this
 * @param p95Millis and 95 of 100 within this
 * @param p99Millis and 99 of 100 within this
 */
record StepResult(
        int users,
        Duration took,
        int answers,
        int errors,
        int refused,
        int fallbacks,
        long p50Millis,
        long p95Millis,
        long p99Millis) {
    static final String HEADING = "users   answers/s   p50 ms   p95 ms   p99 ms   errors   refused   fallback";

    // The guide's alerts: latency above 2 s, more than 5 % errors.
    private static final long SLOW_MILLIS = 2_000;
    private static final double MANY_PERCENT = 5;

    boolean isBroken() {
        return isSlow() || fails();
    }

    private boolean isSlow() {
        return p95Millis > SLOW_MILLIS;
    }

    private boolean fails() {
        return percent(errors + refused) > MANY_PERCENT;
    }

    String why() {
        return isSlow() ? "one answer in twenty takes longer than 2 s" : "more than 5 % have no answer";
    }

    double percent(int some) {
        return answers == 0 ? 100 : 100.0 * some / answers;
    }

    String line() {
        long perSecond = answers * 1_000L / Math.max(1, took.toMillis());
        return padded(users, 5)
                + padded(perSecond, 12)
                + padded(p50Millis, 9)
                + padded(p95Millis, 9)
                + padded(p99Millis, 9)
                + shown(errors, 9)
                + shown(refused, 10)
                + shown(fallbacks, 11);
    }

    private String shown(int some, int width) {
        return padded(Math.round(10 * percent(some)) / 10.0 + " %", width);
    }

    private static String padded(Object value, int width) {
        String text = String.valueOf(value);
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
