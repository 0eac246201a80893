/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

/**
 * What a token of each class costs, in pico-dollars (a price of 1 USD per million tokens is a million of them).
 *
 * @param input per token of fresh input, and of what tools added
 * @param cachedInput per token read from the cache; {@link #NONE} if the price is not known
 * @param output per token of output, reasoning included
 */
record Rates(long input, long cachedInput, long output) {
    static final long NONE = -1;

    boolean covers(TokenUsage usage) {
        return cachedInput != NONE || usage.tokens(TokenClass.CACHE_READ) == 0;
    }

    long picoUsd(TokenUsage usage) {
        long cost = 0;
        cost = plus(cost, usage.tokens(TokenClass.IN_FRESH), input);
        cost = plus(cost, usage.tokens(TokenClass.CACHE_READ), cachedInput);
        cost = plus(cost, usage.tokens(TokenClass.TOOL_IN), input);
        cost = plus(cost, usage.tokens(TokenClass.OUT_VISIBLE), output);
        return plus(cost, usage.tokens(TokenClass.OUT_REASONING), output);
    }

    private static long plus(long cost, long count, long rate) {
        return count == 0 ? cost : Exact.add(cost, Exact.multiply(count, rate));
    }
}
