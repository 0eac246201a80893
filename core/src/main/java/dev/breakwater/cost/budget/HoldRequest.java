/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.time.Duration;
import java.util.List;

/**
 * A question to a store: hold this in all these budgets, or in none.
 *
 * @param id names the hold, never used twice
 * @param claims at least one; of one budget and key at most one
 * @param wantedTokens how much output to hold for if it fits everywhere
 * @param leastTokens the least output that is of use, at most what is wanted: with less there is no hold
 * @param lease after how long a hold that nobody settled counts as spent in full
 */
public record HoldRequest(String id, List<Claim> claims, long wantedTokens, long leastTokens, Duration lease) {
    /** Copies the list and checks the numbers. */
    public HoldRequest {
        claims = List.copyOf(claims);
        if (claims.isEmpty() || leastTokens < 0 || leastTokens > wantedTokens) {
            throw new IllegalArgumentException("hold: " + claims.size() + " claims, " + leastTokens + " to "
                    + wantedTokens + " tokens (expected: a claim or more, and 0 <= least <= wanted)");
        }
    }
}
