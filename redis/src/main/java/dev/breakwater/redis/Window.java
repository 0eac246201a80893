/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.ratelimit.Limit;
import dev.breakwater.ratelimit.RateLimitPolicy;

/**
 * One window of a policy in numbers that the scripts count with exactly: doubles that are integers. Times are in
 * microseconds. Capacities beyond 2^50 tokens are counted in units of some power of two of tokens, and rates beyond 2^50
 * tokens per window are those of a shorter window, rounded down; nobody can tell. Such a capacity is never filled more slowly
 * than by one unit in 2^45 microseconds, or a year.
 *
 * @param count how many units come in a window, 1 to 2^50
 * @param micros how long it is, 1 to 2^45
 * @param capacity how many units there is room for, 1 to 2^50
 * @param tokens how many tokens there is room for
 * @param shift the power of two that makes a unit
 */
record Window(long count, long micros, long capacity, long tokens, int shift) {
    private static final long MOST_UNITS = 1L << 50;
    private static final long MOST_MICROS = 1L << 45;
    private static final long MOST_COST = 1L << 52;

    static Window of(RateLimitPolicy policy, int index) {
        Limit limit = policy.limits().get(index);
        long nanos = limit.window().toNanos();
        // More than one token per nanosecond is what the local store caps, too.
        return of(Math.min(limit.count(), nanos), nanos / 1_000, policy.capacity(index));
    }

    static Window of(long count, long micros, long tokens) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(tokens) - 50);
        long rate = count;
        long per = micros << shift;
        while (rate > MOST_UNITS || per > MOST_MICROS) {
            rate = Math.max(1, rate >> 1);
            per = (per + 1) >> 1;
        }
        return new Window(rate, per, Math.min(MOST_UNITS, tokens >> shift), tokens, shift);
    }

    /** A cost in units, rounded up; more than the capacity if the tokens are more than there is room for. */
    long units(long cost) {
        if (cost > tokens) {
            return Math.max(capacity + 1, Math.min(MOST_COST, roundedUp(cost)));
        }
        return Math.min(capacity, roundedUp(cost));
    }

    private long roundedUp(long cost) {
        return (cost >> shift) + ((cost & ((1L << shift) - 1)) == 0 ? 0 : 1);
    }

    /** So many units in tokens; all that there is room for if they are all. */
    long tokens(long units) {
        return units >= capacity ? tokens : units << shift;
    }
}
