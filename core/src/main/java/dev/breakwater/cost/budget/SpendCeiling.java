/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

/**
 * What a call can take at most: a fixed part, and one for each token of output.
 *
 * @param fixedNanoUsd nano-dollars whatever it answers: for the input, and for fees
 * @param nanoUsdPerToken nano-dollars for each token of output, rounded up
 * @param fixedTokens tokens whatever it answers: the input
 */
public record SpendCeiling(long fixedNanoUsd, long nanoUsdPerToken, long fixedTokens) {
    /** What one budget is asked for. */
    Claim claim(Budget budget, String key) {
        return budget.unit() == Budget.Unit.TOKENS
                ? new Claim(budget, key, fixedTokens, 1)
                : new Claim(budget, key, fixedNanoUsd, nanoUsdPerToken);
    }
}
