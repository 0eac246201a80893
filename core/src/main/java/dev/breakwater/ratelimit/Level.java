/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * How full one bucket is, for each window of its policy. Times are in nanoseconds from the decision; {@link #NEVER} if
 * waiting does not help. Immutable
 * once it has been handed out.
 */
public final class Level {
    /** The wait for what no amount of waiting brings. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int SIZE = 3;

    // Most policies have one window, which needs no array.
    private long remaining;
    private long nanosToWait;
    private long nanosToFull;

    // The same three of each further window.
    private final long @Nullable [] further;

    private Level(long @Nullable [] further) {
        this.further = further;
    }

    /** For stores: a level of so many windows, to be filled in. */
    static Level ofWindows(int count) {
        return new Level(count == 1 ? null : new long[(count - 1) * SIZE]);
    }

    /** For stores: begins a level. */
    public static Builder builder(RateLimitPolicy policy) {
        return new Builder(policy.limits().size());
    }

    Level set(int window, long left, long wait, long untilFull) {
        if (window == 0) {
            remaining = left;
            nanosToWait = wait;
            nanosToFull = untilFull;
            return this;
        }
        long[] values = further(window);
        values[(window - 1) * SIZE] = left;
        values[(window - 1) * SIZE + 1] = wait;
        values[(window - 1) * SIZE + 2] = untilFull;
        return this;
    }

    private long[] further(int window) {
        if (further == null) {
            throw new IndexOutOfBoundsException("window: " + window + " (expected: 0, there is only one)");
        }
        return further;
    }

    /** Tokens left, 0 if the bucket owes some. */
    public long remaining(int window) {
        return Math.max(0, window == 0 ? remaining : further(window)[(window - 1) * SIZE]);
    }

    /** How long until the charge would have been taken by this window; 0 if it would be now. */
    public long nanosToWait(int window) {
        return window == 0 ? nanosToWait : further(window)[(window - 1) * SIZE + 1];
    }

    /** How long until the window is full again. */
    public long nanosToFull(int window) {
        return window == 0 ? nanosToFull : further(window)[(window - 1) * SIZE + 2];
    }

    /** How long until the charge would have been taken; 0 if this bucket was not in the way. */
    public long nanosToWait() {
        long longest = nanosToWait;
        for (int i = 1; further != null && i < further.length; i += SIZE) {
            longest = Math.max(longest, further[i]);
        }
        return longest;
    }

    private Level copy() {
        Level copy = new Level(further == null ? null : further.clone());
        return copy.set(0, remaining, nanosToWait, nanosToFull);
    }

    /** Puts a level together. Not for use by several threads. */
    public static final class Builder {
        private final Level level;

        private Builder(int windows) {
            level = ofWindows(windows);
        }

        /** Says how full a window is; the windows are in the order of the policy's limits. */
        public Builder window(int index, long remaining, long nanosToWait, long nanosToFull) {
            level.set(index, remaining, nanosToWait, nanosToFull);
            return this;
        }

        /** The level. */
        public Level build() {
            return level.copy();
        }
    }
}
