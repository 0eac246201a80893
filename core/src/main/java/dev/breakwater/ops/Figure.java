/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.concurrent.TimeUnit;

/** Numbers as documents show them. */
final class Figure {
    private Figure() {}

    /** Rounded to four digits behind the point, zero for what is no number. */
    static double rounded(double value) {
        return Double.isFinite(value) ? decimal(value, 4).doubleValue() : 0;
    }

    /** For people: at most so many digits behind the point. */
    static String text(double value, int digits) {
        if (!Double.isFinite(value)) {
            return "?";
        }
        BigDecimal decimal = decimal(value, digits);
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    private static BigDecimal decimal(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    }

    static double millis(long nanos) {
        return rounded(nanos / 1e6);
    }

    /** Days, hours, minutes and seconds: {@code 3d 04:12:09}. */
    static String span(long nanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
        long days = seconds / 86_400;
        return (days == 0 ? "" : days + "d ")
                + two(seconds / 3_600 % 24)
                + ':'
                + two(seconds / 60 % 60)
                + ':'
                + two(seconds % 60);
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
