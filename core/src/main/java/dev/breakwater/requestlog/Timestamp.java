/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Times as RFC 3339 writes them, in UTC with microseconds: {@code 2026-11-22T04:05:06.123456Z}. */
final class Timestamp {
    private static final int SECONDS_A_DAY = 86_400;

    private Timestamp() {}

    static String text(Instant time) {
        long days = Math.floorDiv(time.getEpochSecond(), (long) SECONDS_A_DAY);
        int second = (int) Math.floorMod(time.getEpochSecond(), (long) SECONDS_A_DAY);
        byte[] text = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.ISO_8859_1);
        date(text, days);
        digits(text, 11, second / 3600, 2);
        digits(text, 14, second / 60 % 60, 2);
        digits(text, 17, second % 60, 2);
        digits(text, 20, time.getNano() / 1000, 6);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    // Days since 1970 to a date of the Gregorian calendar, counted from 1 March so that leap days come last.
    private static void date(byte[] text, long days) {
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) (shifted - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int fromMarch = (5 * dayOfYear + 2) / 153;
        int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        digits(text, 0, year, 4);
        digits(text, 5, month, 2);
        digits(text, 8, dayOfYear - (153 * fromMarch + 2) / 5 + 1, 2);
    }

    private static void digits(byte[] text, int at, int value, int count) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
