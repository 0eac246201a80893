/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import java.math.BigDecimal;
import java.math.BigInteger;

/** By how much a price is multiplied: a fraction in lowest terms, so that nothing is lost before the one rounding. */
record Multiplier(long numerator, long denominator) {
    static final Multiplier ONE = new Multiplier(1, 1);

    static Multiplier of(BigDecimal value) {
        BigDecimal plain = value.setScale(Math.max(0, value.scale()));
        return reduced(
                plain.unscaledValue().longValueExact(),
                BigInteger.TEN.pow(plain.scale()).longValueExact());
    }

    private static Multiplier reduced(long numerator, long denominator) {
        long common = greatestCommonDivisor(numerator, denominator);
        return new Multiplier(numerator / common, denominator / common);
    }

    private static long greatestCommonDivisor(long one, long other) {
        long a = one;
        long b = other;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }

    boolean isOne() {
        return numerator == 1 && denominator == 1;
    }

    /** Both one after the other. */
    Multiplier times(Multiplier other) {
        if (isOne()) {
            return other;
        }
        if (other.isOne()) {
            return this;
        }
        return reduced(Exact.multiply(numerator, other.numerator), Exact.multiply(denominator, other.denominator));
    }

    Multiplier max(Multiplier other) {
        return Exact.multiply(numerator, other.denominator) >= Exact.multiply(other.numerator, denominator)
                ? this
                : other;
    }
}
