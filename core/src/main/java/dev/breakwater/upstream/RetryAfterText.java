/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The value of a {@code Retry-After} field: seconds, or a date (RFC 9110 section 10.2.3). */
final class RetryAfterText {
    // RFC 9111 section 1.2.2: what seconds too many to count are taken for.
    private static final Duration LONGEST = Duration.ofSeconds(1L << 31);
    private static final int MOST_DIGITS = 10;

    // RFC 9110 section 5.6.7: a recipient must accept the two obsolete forms as well. All of them are in GMT.
    private static final DateTimeFormatter[] DATES = {
        DateTimeFormatter.RFC_1123_DATE_TIME,
        DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss zzz", Locale.ENGLISH),
        DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy zzz", Locale.ENGLISH)
    };

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

    private static @Nullable Duration until(String text, Instant now) {
        for (int i = 0; i < DATES.length; i++) {
            Instant date = date(text, i);
            if (date != null) {
                return date.isAfter(now) ? shorter(Duration.between(now, date)) : Duration.ZERO;
            }
        }
        return null;
    }

    private static @Nullable Instant date(String text, int form) {
        // The last form does not say that it is in GMT.
        String zoned = form == DATES.length - 1 ? text + " GMT" : text;
        try {
            return Instant.from(DATES[form].parse(zoned));
        } catch (DateTimeException other) {
            return null;
        }
    }

    private static Duration shorter(Duration wait) {
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
