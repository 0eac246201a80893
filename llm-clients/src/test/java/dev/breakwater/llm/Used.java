/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What one call to a provider uses, and what the provider charges for it: list prices in dollars for a million tokens,
 * written here once more and never read from the price book.
 *
 * @param fresh input that was neither read from the cache nor written to it
 * @param cached input read from the cache
 * @param written input written to the cache, for five minutes where a provider has several spans
 * @param visible output that is shown
 * @param reasoning output that is not
 */
record Used(long fresh, long cached, long written, long visible, long reasoning) {
    private static final BigDecimal MILLION = new BigDecimal("1000000");

    long input() {
        return fresh + cached + written;
    }

    long output() {
        return visible + reasoning;
    }

    /** The provider stopped at its limit. */
    Used upTo(long maxOutput) {
        long out = Math.min(output(), maxOutput);
        long shown = Math.min(visible, out);
        return new Used(fresh, cached, written, shown, out - shown);
    }

    /** In nano-dollars, as a provider bills it. */
    BigDecimal cost(String model) {
        return switch (model) {
            case "gpt-6-sol" -> at("2", "0.20", "2.5", "10");
            case "claude-sonnet-5.5" -> at("2", "0.10", "2.5", "10");
            case "gemini-2.5-flash" -> at("0.30", "0.03", "0", "2.50");
            case "text-embedding-3-small" -> at("0.02", "0", "0", "0");
            default -> throw new IllegalArgumentException("model: " + model);
        };
    }

    private BigDecimal at(String input, String cachedInput, String cacheWrite, String out) {
        return times(fresh, input)
                .add(times(cached, cachedInput))
                .add(times(written, cacheWrite))
                .add(times(output(), out))
                .divide(MILLION)
                .movePointRight(9)
                .setScale(0, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal times(long tokens, String price) {
        return new BigDecimal(price).multiply(BigDecimal.valueOf(tokens));
    }
}
