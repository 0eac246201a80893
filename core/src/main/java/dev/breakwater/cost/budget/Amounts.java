/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

/**
 * Sums that stay on the safe side. A single amount is bounded to what every store counts exactly, which no call can cost, so
 * that only a counter of billions of dollars could overflow; such a one stands still, as exhausted as before.
 */
final class Amounts {
    /** The largest amount that is counted at once: what a double holds exactly. */
    static final long MOST = (1L << 53) - 1;

    private Amounts() {}

    /** An amount of a call, at least nothing. */
    static long bounded(long amount) {
        return Math.min(Math.max(amount, 0), MOST);
    }

    /** Two sums that are 0 or more; the largest number if it would be more. */
    static long add(long sum, long more) {
        long result = sum + more;
        return result < 0 ? Long.MAX_VALUE : result;
    }

    /** What a claim takes with so much output; at most {@link #MOST}. */
    static long of(Claim claim, long tokens) {
        long high = Math.multiplyHigh(claim.perToken(), tokens);
        long low = claim.perToken() * tokens;
        return high != 0 || low < 0 ? MOST : bounded(add(claim.fixed(), low));
    }

    /** How many whole per cent of a limit that is, rounded down. */
    static long percent(long amount, long limit) {
        if (limit == 0) {
            return 100;
        }
        long whole = amount / limit;
        return whole > Long.MAX_VALUE / 200 ? Long.MAX_VALUE : whole * 100 + amount % limit * 100 / limit;
    }
}
