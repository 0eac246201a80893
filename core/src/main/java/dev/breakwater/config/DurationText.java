/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Durations as people write them: {@code 500ms}, {@code 60s}, {@code 5m}, {@code 1h}, {@code 2d}, ISO-8601, 0. */
final class DurationText {

    private DurationText() {}

    /** The duration; null if the text is none, or a negative one. */
    static @Nullable Duration parse(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        try {
            Duration value = plain.startsWith("p") ? Duration.parse(plain) : simple(plain);
            return value == null || value.isNegative() ? null : value;
        } catch (DateTimeException | ArithmeticException | NumberFormatException unreadable) {
            return null;
        }
    }

    private static @Nullable Duration simple(String text) {
        int end = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        ChronoUnit unit = unit(text.substring(end));
        if (end == 0 || unit == null) {
            return text.equals("0") ? Duration.ZERO : null;
        }
        return Duration.of(Long.parseLong(text.substring(0, end)), unit);
    }

    private static @Nullable ChronoUnit unit(String text) {
        return switch (text) {
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            default -> null;
        };
    }
}
