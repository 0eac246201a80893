/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.util.Objects;

/**
 * What one call wants of one budget, in the budget's unit: a fixed part and one for each token of output. Where not all the
 * output fits that was asked for, less of it may.
 *
 * @param budget the budget
 * @param key whose part of it: {@code *} of a global one, else the user, tenant, model or whatever it is kept by
 * @param fixed what the call takes whatever it answers, 0 or more
 * @param perToken what each token of output takes, 0 or more
 */
public record Claim(Budget budget, String key, long fixed, long perToken) {
    /** Checks the amounts. */
    public Claim {
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(key, "key");
        if (fixed < 0 || perToken < 0) {
            throw new IllegalArgumentException(
                    "claim: " + fixed + " + " + perToken + " per token (expected: amounts of 0 or more)");
        }
    }

    /**
     * What the call takes with so much output.
     *
     * @throws ArithmeticException if that does not fit into a long
     */
    public long amount(long tokens) {
        return Math.addExact(fixed, Math.multiplyExact(perToken, tokens));
    }
}
