/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

/**
 * How full one bucket is, for each window of its policy. Times are in nanoseconds from the decision; {@link #NEVER} if
 * waiting does not help. Immutable.
 */
public final class Level {
    /** The wait for what no amount of waiting brings. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int SIZE = 3;

    // For each window: tokens left, nanoseconds to wait, nanoseconds until full.
    private final long[] windows;

    private Level(long[] windows) {
        this.windows = windows;
    }

    /** For stores: a level of so many windows, to be filled in. */
    static Level ofWindows(int count) {
        return new Level(new long[count * SIZE]);
    }

    /** For stores: begins a level. */
    public static Builder builder(RateLimitPolicy policy) {
        return new Builder(policy.limits().size());
    }

    Level set(int window, long remaining, long nanosToWait, long nanosToFull) {
        windows[window * SIZE] = remaining;
        windows[window * SIZE + 1] = nanosToWait;
        windows[window * SIZE + 2] = nanosToFull;
        return this;
    }

    /** Tokens left, 0 if the bucket owes some. */
    public long remaining(int window) {
        return Math.max(0, windows[window * SIZE]);
    }

    /** How long until the charge would have been taken by this window; 0 if it would be now. */
    public long nanosToWait(int window) {
        return windows[window * SIZE + 1];
    }

    /** How long until the window is full again. */
    public long nanosToFull(int window) {
        return windows[window * SIZE + 2];
    }

    /** How long until the charge would have been taken; 0 if this bucket was not in the way. */
    public long nanosToWait() {
        long longest = 0;
        for (int i = 1; i < windows.length; i += SIZE) {
            longest = Math.max(longest, windows[i]);
        }
        return longest;
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
            return new Level(level.windows.clone());
        }
    }
}
