/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.CallCost;

/**
 * The classes of tokens that providers price apart. They are disjoint: a token belongs to exactly one, whatever
 * overlapping counts a provider reports, so that none is paid for twice.
 */
public enum TokenClass {
    /** Input that the model read for the first time. */
    IN_FRESH(true),
    /** Input that the provider found in its cache. */
    CACHE_READ(true),
    /** Input that the provider put into its cache for five minutes. */
    CACHE_WRITE_5M(true),
    /** Input that the provider put into its cache for thirty minutes. */
    CACHE_WRITE_30M(true),
    /** Input that the provider put into its cache for an hour. */
    CACHE_WRITE_1H(true),
    /** Input that the provider put into its cache for twelve hours. */
    CACHE_WRITE_12H(true),
    /**
     * Input that the provider put into its cache without saying for how long; billed as for the shortest time that has a
     * price, and told as an {@linkplain CallCost#isEstimated() estimate}.
     */
    CACHE_WRITE(true),
    /** Input that the provider's own tools added; billed as fresh input. */
    TOOL_IN(true),
    /** Output that the caller can see. */
    OUT_VISIBLE(false),
    /** Output that the model spent on reasoning; billed as output. */
    OUT_REASONING(false);

    private final boolean input;

    TokenClass(boolean input) {
        this.input = input;
    }

    /** Whether these tokens went into the model; otherwise they came out of it. */
    public boolean isInput() {
        return input;
    }
}
