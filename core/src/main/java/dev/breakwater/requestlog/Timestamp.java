/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.time.Instant;

/** Times as RFC 3339 writes them, in UTC with microseconds: {@code 2026-11-22T04:05:06.123456Z}. For many threads. */
final class Timestamp {
    private static final int SECONDS_A_DAY = 86_400;
    private static final int[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000};

    // Thousands of events fall into one second. Whichever thread writes it last, it is right by itself.
    private volatile Second last = Second.of(0);

    /** Adds the time to a line. */
    void append(Instant time, StringBuilder to) {
        Second second = last;
        if (second.epoch != time.getEpochSecond()) {
            second = Second.of(time.getEpochSecond());
            last = second;
        }
        digits(to.append(second.text), time.getNano() / 1000, 6);
        to.append('Z');
    }

    private record Second(long epoch, String text) {
        static Second of(long epoch) {
            long days = Math.floorDiv(epoch, (long) SECONDS_A_DAY);
            int second = (int) Math.floorMod(epoch, (long) SECONDS_A_DAY);
            StringBuilder to = new StringBuilder(20);
            date(to, days);
            digits(to.append('T'), second / 3600, 2);
            digits(to.append(':'), second / 60 % 60, 2);
            digits(to.append(':'), second % 60, 2);
            return new Second(epoch, to.append('.').toString());
        }
    }

    // Days since 1970 to a date of the Gregorian calendar, counted from 1 March so that leap days come last.
    private static void date(StringBuilder to, long days) {
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) (shifted - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int fromMarch = (5 * dayOfYear + 2) / 153;
        int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        digits(to, year, 4);
        digits(to.append('-'), month, 2);
        digits(to.append('-'), dayOfYear - (153 * fromMarch + 2) / 5 + 1, 2);
    }

    private static void digits(StringBuilder to, int value, int count) {
        for (int power = POWERS[count - 1]; power > 0; power /= 10) {
            to.append((char) ('0' + value / power % 10));
        }
    }
}
