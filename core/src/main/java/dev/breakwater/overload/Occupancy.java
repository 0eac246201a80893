/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

/**
 * Three counts in one word, so that one compare-and-set changes them together: requests in flight, the critical ones
 * among them, and requests that wait for their turn.
 */
final class Occupancy {
    /** One more in flight. */
    static final long ORDINARY = 1;

    /** One more in flight, and critical. */
    static final long CRITICAL = ORDINARY + (1L << 21);

    /** One more that waits. */
    static final long WAITING = 1L << 42;

    /** The most that each count can hold. */
    static final int MOST = (1 << 21) - 1;

    private Occupancy() {}

    static int inFlight(long word) {
        return (int) word & MOST;
    }

    static int critical(long word) {
        return (int) (word >>> 21) & MOST;
    }

    static int waiting(long word) {
        return (int) (word >>> 42);
    }

    static int ordinary(long word) {
        return inFlight(word) - critical(word);
    }

    static long one(boolean critical) {
        return critical ? CRITICAL : ORDINARY;
    }
}
