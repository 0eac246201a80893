/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a token of each class costs, in pico-dollars (a price of 1 USD per million tokens is a million of them), and a web
 * search. A rate can be unknown, which is not zero. Immutable.
 */
final class Rates {
    static final long NONE = -1;
    private static final TokenClass[] CLASSES = TokenClass.values();

    private final Map<TokenClass, Long> perToken;
    private final long perSearch;

    private Rates(Builder builder) {
        perToken = new EnumMap<>(builder.perToken);
        perSearch = builder.perSearch;
        for (TokenClass shortestFirst : Builder.WRITES) {
            Long rate = perToken.get(shortestFirst);
            if (rate != null) {
                perToken.putIfAbsent(TokenClass.CACHE_WRITE, rate);
            }
        }
    }

    static Builder builder() {
        return new Builder();
    }

    long of(TokenClass tokenClass) {
        return perToken.getOrDefault(tokenClass, NONE);
    }

    long perSearch() {
        return perSearch;
    }

    /** Whether all that was used has a rate; if not, what has none. */
    Pricing covers(TokenUsage usage) {
        for (TokenClass tokenClass : CLASSES) {
            if (of(tokenClass) == NONE && usage.tokens(tokenClass) > 0) {
                return Pricing.NO_CACHE_PRICE;
            }
        }
        return perSearch == NONE && usage.webSearches() > 0 ? Pricing.NO_SEARCH_PRICE : Pricing.PRICED;
    }

    long picoUsd(TokenUsage usage) {
        long cost = plus(0, usage.webSearches(), perSearch);
        for (TokenClass tokenClass : CLASSES) {
            cost = plus(cost, usage.tokens(tokenClass), of(tokenClass));
        }
        return cost;
    }

    private static long plus(long cost, long count, long rate) {
        return count == 0 ? cost : Exact.add(cost, Exact.multiply(count, rate));
    }

    /** Puts rates together. What is not set is unknown. */
    static final class Builder {
        private static final TokenClass[] WRITES = {
            TokenClass.CACHE_WRITE_5M, TokenClass.CACHE_WRITE_30M, TokenClass.CACHE_WRITE_1H, TokenClass.CACHE_WRITE_12H
        };

        private final Map<TokenClass, Long> perToken = new EnumMap<>(TokenClass.class);
        private long perSearch = NONE;

        private Builder() {}

        /** Fresh input, and what tools added to it. */
        Builder input(long rate) {
            return token(TokenClass.IN_FRESH, rate).token(TokenClass.TOOL_IN, rate);
        }

        /** Output, reasoning included. */
        Builder output(long rate) {
            return token(TokenClass.OUT_VISIBLE, rate).token(TokenClass.OUT_REASONING, rate);
        }

        Builder token(TokenClass tokenClass, long rate) {
            if (rate != NONE) {
                perToken.put(tokenClass, rate);
            }
            return this;
        }

        Builder search(long rate) {
            perSearch = rate;
            return this;
        }

        Rates build() {
            return new Rates(this);
        }
    }
}
