/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads limits in words. */
final class LimitParser {
    private static final String EXPECTED = "COUNT per WINDOW or COUNT/WINDOW, as in 100 per minute or 20/10s";

    private final String text;
    private final String path;
    private final Problems problems;

    private LimitParser(String text, String path, Problems problems) {
        this.text = text;
        this.path = path;
        this.problems = problems;
    }

    static List<Limit> parse(String text, String path, Problems problems) {
        List<Limit> limits = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            Limit limit = new LimitParser(part.strip(), path, problems).limit();
            if (limit != null) {
                limits.add(limit);
            }
        }
        return List.copyOf(limits);
    }

    private @Nullable Limit limit() {
        String words = text.toLowerCase(Locale.ROOT);
        int slash = words.indexOf('/');
        int per = words.indexOf(" per ");
        if (slash < 0 && per < 0) {
            return unreadable();
        }
        int end = slash >= 0 ? slash : per;
        Long count = count(words.substring(0, end).strip());
        if (count == null) {
            return null;
        }
        Duration window =
                window(words.substring(slash >= 0 ? slash + 1 : per + 5).strip());
        return window == null ? null : new Limit(count, window.toNanos());
    }

    private @Nullable Long count(String words) {
        if (!isDigits(words)) {
            unreadable();
            return null;
        }
        try {
            return Long.parseLong(words);
        } catch (NumberFormatException tooLarge) {
            problems.error(
                    "BW-RATE-004", path, text, "a count of at most " + Long.MAX_VALUE, "Choose a smaller number.");
            return null;
        }
    }

    private @Nullable Duration window(String words) {
        int letters = 0;
        while (letters < words.length() && isDigit(words.charAt(letters))) {
            letters++;
        }
        Unit unit = Unit.find(words.substring(letters).strip());
        // Nineteen digits may not fit into a long; no window needs more than twelve.
        if (unit == null || letters > 12) {
            problems.error(
                    "BW-RATE-005",
                    path,
                    text,
                    "a window like second, 10 seconds, minute, 1h or day",
                    "Write for example " + words(text) + " per minute.");
            return null;
        }
        long amount = letters == 0 ? 1 : Long.parseLong(words.substring(0, letters));
        if (amount == 0 || amount > Limit.MAX_WINDOW.toNanos() / unit.nanos) {
            problems.error(
                    "BW-RATE-005", path, text, "a window of 1 ms to 366 days", "Choose a window within that range.");
            return null;
        }
        return Duration.ofNanos(amount * unit.nanos);
    }

    private @Nullable Limit unreadable() {
        String fix = text.toLowerCase(Locale.ROOT).startsWith("unlimited")
                ? "Remove the policy: what no policy matches is not limited."
                : "Write for example " + (words(text).isEmpty() ? "100" : words(text)) + " per minute.";
        problems.error("BW-RATE-003", path, text, EXPECTED, fix);
        return null;
    }

    private static String words(String text) {
        int end = 0;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    private static boolean isDigits(String words) {
        return !words.isEmpty() && words.chars().allMatch(c -> isDigit((char) c));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The units of windows, the largest first. */
    enum Unit {
        DAY("d", 86_400_000_000_000L),
        HOUR("h", 3_600_000_000_000L),
        MINUTE("m", 60_000_000_000L),
        SECOND("s", 1_000_000_000L),
        MILLISECOND("ms", 1_000_000L);

        final String symbol;
        final long nanos;

        Unit(String symbol, long nanos) {
            this.symbol = symbol;
            this.nanos = nanos;
        }

        static @Nullable Unit find(String word) {
            return switch (word) {
                case "d", "day", "days" -> DAY;
                case "h", "hr", "hrs", "hour", "hours" -> HOUR;
                case "m", "min", "mins", "minute", "minutes" -> MINUTE;
                case "s", "sec", "secs", "second", "seconds" -> SECOND;
                case "ms", "millis", "millisecond", "milliseconds" -> MILLISECOND;
                default -> null;
            };
        }
    }
}
