/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlimits;

import java.util.concurrent.TimeUnit;

/** How long a caller says that it waits for its answer. */
final class CallersPatience {
    /** Not at all any more. */
    static final long NONE = 0;

    /** For ever, or nothing was said that means anything. */
    static final long ENDLESS = Long.MAX_VALUE;

    // More milliseconds than any service runs, and few enough to be added to any clock reading.
    private static final int MOST_DIGITS = 10;

    private CallersPatience() {}

    /** Whole milliseconds, in nanoseconds. */
    static long nanos(String text) {
        String number = text.strip();
        boolean negative = number.startsWith("-");
        long millis = digits(number, negative ? 1 : 0);
        if (millis == ENDLESS) {
            return ENDLESS;
        }
        return negative ? NONE : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static long digits(String text, int start) {
        if (start == text.length() || text.length() - start > MOST_DIGITS) {
            return ENDLESS;
        }
        long number = 0;
        for (int i = start; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return ENDLESS;
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }
}
