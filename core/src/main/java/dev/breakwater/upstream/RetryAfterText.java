/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The value of a {@code Retry-After} field: seconds, or a date (RFC 9110 section 10.2.3). */
final class RetryAfterText {
    // RFC 9111 section 1.2.2: what seconds too many to count are taken for.
    private static final Duration LONGEST = Duration.ofSeconds(1L << 31);
    private static final int MOST_DIGITS = 10;

    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int YEARS_BACK = 49;

    private RetryAfterText() {}

    /** How long to wait from now on; null if the value means nothing. */
    static @Nullable Duration parse(String value, Instant now) {
        String text = value.strip();
        if (text.isEmpty()) {
            return null;
        }
        return isDigit(text.charAt(0)) ? seconds(text) : until(text, now);
    }

    private static @Nullable Duration seconds(String text) {
        long seconds = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return null;
            }
            seconds = i < MOST_DIGITS ? seconds * 10 + (text.charAt(i) - '0') : Long.MAX_VALUE;
        }
        return shorter(Duration.ofSeconds(seconds));
    }

    // RFC 9110 section 5.6.7: a recipient must accept the two obsolete forms as well.
    private static @Nullable Duration until(String text, Instant now) {
        Instant date = date(text, DateTimeFormatter.RFC_1123_DATE_TIME);
        if (date == null) {
            date = date(text, ASCTIME);
        }
        if (date == null) {
            date = date(text, rfc850(now));
        }
        if (date == null) {
            return null;
        }
        return date.isAfter(now) ? shorter(Duration.between(now, date)) : Duration.ZERO;
    }

    private static @Nullable Instant date(String text, DateTimeFormatter form) {
        try {
            return Instant.from(form.parse(text));
        } catch (DateTimeException other) {
            return null;
        }
    }

    /** Of years with two digits none is more than fifty ahead. */
    private static DateTimeFormatter rfc850(Instant now) {
        LocalDate first = LocalDate.ofInstant(now, ZoneOffset.UTC).minusYears(YEARS_BACK);
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, first)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }

    private static Duration shorter(Duration wait) {
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
