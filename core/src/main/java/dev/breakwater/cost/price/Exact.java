/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.cost.usage.CostOverflowException;
import java.math.BigDecimal;
import java.math.RoundingMode;

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

    /** The nearest whole number of nano-dollars; the even one of two that are equally near (HALF_EVEN). */
    static long toNano(long pico) {
        long nano = pico / PICO_PER_NANO;
        long twiceRest = pico % PICO_PER_NANO * 2;
        boolean up = twiceRest > PICO_PER_NANO || (twiceRest == PICO_PER_NANO && (nano & 1) == 1);
        return up ? nano + 1 : nano;
    }

    /** The nearest whole number of nano-dollars (HALF_EVEN), of tokens whose price is multiplied and fees whose is not. */
    static long toNano(long tokens, Multiplier multiplier, long fees) {
        return multiplier.isOne()
                ? toNano(add(tokens, fees))
                : divided(tokens, multiplier, fees, RoundingMode.HALF_EVEN);
    }

    /** The next whole number of nano-dollars, of the same. */
    static long toNanoUp(long tokens, Multiplier multiplier, long fees) {
        return divided(tokens, multiplier, fees, RoundingMode.CEILING);
    }

    private static long divided(long tokens, Multiplier multiplier, long fees, RoundingMode rounding) {
        long numerator = multiplier.numerator();
        long denominator = multiplier.denominator();
        long scaled = tokens * numerator;
        long scaledFees = fees * denominator;
        boolean fits = Math.multiplyHigh(tokens, numerator) == 0
                && scaled >= 0
                && Math.multiplyHigh(fees, denominator) == 0
                && scaledFees >= 0
                && scaled + scaledFees >= 0
                && denominator <= Long.MAX_VALUE / PICO_PER_NANO;
        return fits
                ? divided(scaled + scaledFees, denominator * PICO_PER_NANO, rounding)
                : dividedAsBig(tokens, multiplier, fees, rounding);
    }

    private static long divided(long dividend, long divisor, RoundingMode rounding) {
        long quotient = dividend / divisor;
        long rest = dividend % divisor;
        if (rounding == RoundingMode.CEILING) {
            return rest == 0 ? quotient : quotient + 1;
        }
        // Not twice the rest, which need not fit.
        long missing = divisor - rest;
        boolean up = rest > missing || (rest == missing && (quotient & 1) == 1);
        return up ? quotient + 1 : quotient;
    }

    /** The same where 64 bits do not hold what is divided, though they may hold the result. */
    private static long dividedAsBig(long tokens, Multiplier multiplier, long fees, RoundingMode rounding) {
        BigDecimal dividend = BigDecimal.valueOf(tokens)
                .multiply(BigDecimal.valueOf(multiplier.numerator()))
                .add(BigDecimal.valueOf(fees).multiply(BigDecimal.valueOf(multiplier.denominator())));
        BigDecimal divisor = BigDecimal.valueOf(multiplier.denominator()).multiply(BigDecimal.valueOf(PICO_PER_NANO));
        BigDecimal nano = dividend.divide(divisor, 0, rounding);
        if (nano.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new CostOverflowException("cost: " + nano + " nano-USD (expected: less than 2^63)");
        }
        return nano.longValueExact();
    }
}
