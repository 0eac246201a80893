/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * So many tokens in so much time. It fills a token bucket: the most that can be used in any span is the bucket's capacity
 * plus this rate times the span. A count of 0 blocks everything. Immutable.
 */
public final class Limit {
    /** The longest window. */
    public static final Duration MAX_WINDOW = Duration.ofDays(366);

    private static final long SECOND = 1_000_000_000L;

    private final long count;
    private final long windowNanos;

    Limit(long count, long windowNanos) {
        this.count = count;
        this.windowNanos = windowNanos;
    }

    /**
     * A limit.
     *
     * @param count how many tokens, 0 or more
     * @param window in which time, 1 ms to {@link #MAX_WINDOW}
     * @throws InvalidPolicyException if one of them is out of range
     */
    public static Limit of(long count, Duration window) {
        Problems problems = new Problems();
        String value = count + " per " + window;
        if (count < 0) {
            problems.error("BW-RATE-004", "limit", value, "a count of 0 or more", "Use 0 to block everything.");
        }
        if (!isWindow(window)) {
            problems.error(
                    "BW-RATE-005",
                    "limit",
                    value,
                    "a window of 1 ms to 366 days",
                    "Choose a window within that range.");
        }
        problems.throwIfInvalid();
        return new Limit(count, window.toNanos());
    }

    /**
     * Reads limits in words: {@code 100 per minute}, {@code 20 per 10 seconds}, {@code 100/1h}, {@code 5/s}; several are
     * separated by {@code ;}.
     *
     * @throws InvalidPolicyException if they cannot be read
     */
    public static List<Limit> parse(String text) {
        Problems problems = new Problems();
        List<Limit> limits = parse(text, "limits", problems);
        problems.throwIfInvalid();
        return limits;
    }

    /**
     * Reads limits in words and notes what is wrong with them.
     *
     * @param path where the text comes from
     * @return those that could be read
     */
    public static List<Limit> parse(String text, String path, Problems problems) {
        return LimitParser.parse(text, path, problems);
    }

    /** How many tokens. */
    public long count() {
        return count;
    }

    /** In which time. */
    public Duration window() {
        return Duration.ofNanos(windowNanos);
    }

    long windowNanos() {
        return windowNanos;
    }

    long windowSeconds() {
        return windowNanos / SECOND;
    }

    boolean isWholeSeconds() {
        return windowNanos % SECOND == 0;
    }

    /** The window in its largest whole unit: {@code 1m}, {@code 10s}, {@code 1h}. */
    String windowLabel() {
        for (LimitParser.Unit unit : LimitParser.Unit.values()) {
            if (windowNanos % unit.nanos == 0) {
                return windowNanos / unit.nanos + unit.symbol;
            }
        }
        throw new IllegalStateException("window: " + windowNanos + " ns (expected: whole milliseconds)");
    }

    static boolean isWindow(Duration window) {
        return window.compareTo(Duration.ofMillis(1)) >= 0
                && window.compareTo(MAX_WINDOW) <= 0
                && window.toNanos() % LimitParser.Unit.MILLISECOND.nanos == 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Limit that && count == that.count && windowNanos == that.windowNanos;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(count * 31 + windowNanos);
    }

    /** As it could be configured: {@code 100/1m}. */
    @Override
    public String toString() {
        return count + "/" + windowLabel();
    }
}
