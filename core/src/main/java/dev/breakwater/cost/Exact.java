/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

/** Whole-number arithmetic on amounts that are never negative, which fails rather than wraps. */
final class Exact {
    private static final long PICO_PER_NANO = 1000;

    private Exact() {}

    static long add(long one, long other) {
        long sum = one + other;
        if (sum < 0) {
            throw new CostOverflowException("sum: " + one + " + " + other + " (expected: less than 2^63)");
        }
        return sum;
    }

    static long multiply(long count, long rate) {
        long product = count * rate;
        if (product < 0 || Math.multiplyHigh(count, rate) != 0) {
            throw new CostOverflowException("product: " + count + " x " + rate + " (expected: less than 2^63)");
        }
        return product;
    }

    /** Sums that are only shown stay at the largest value instead of failing. */
    static long addUpTo(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** The nearest whole number of nano-dollars; the even one of two that are equally near (HALF_EVEN). */
    static long toNano(long pico) {
        long nano = pico / PICO_PER_NANO;
        long twiceRest = pico % PICO_PER_NANO * 2;
        boolean up = twiceRest > PICO_PER_NANO || (twiceRest == PICO_PER_NANO && (nano & 1) == 1);
        return up ? nano + 1 : nano;
    }
}
