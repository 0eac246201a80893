/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.cost.usage.TokenUsage;
import java.util.List;

/**
 * The rates by how much goes into the model. A call whose whole input is strictly greater than a threshold costs the rates
 * above it in full, input and output alike. Immutable.
 */
final class ContextRates {
    private final Rates lowest;
    private final long[] above;
    private final Rates[] rates;

    /**
     * Rates in tiers.
     *
     * @param lowest below all thresholds
     * @param above the thresholds, in ascending order
     * @param rates those above each of them
     */
    ContextRates(Rates lowest, List<Long> above, List<Rates> rates) {
        this.lowest = lowest;
        this.above = above.stream().mapToLong(Long::longValue).toArray();
        this.rates = rates.toArray(Rates[]::new);
    }

    /** The rates for what was used. */
    Rates of(TokenUsage usage) {
        return above.length == 0 ? lowest : of(usage.totalInput());
    }

    private Rates of(long totalInput) {
        for (int i = above.length - 1; i >= 0; i--) {
            if (totalInput > above[i]) {
                return rates[i];
            }
        }
        return lowest;
    }

    /** What tokens cost at most if no more than so many go in. A higher tier need not be the dearer one. */
    long dearest(long mostInput, boolean input) {
        long dearest = lowest.dearest(input);
        for (int i = 0; i < above.length && mostInput > above[i]; i++) {
            dearest = Math.max(dearest, rates[i].dearest(input));
        }
        return dearest;
    }

    /** What a search costs at most; {@link Rates#NONE} if one of the rates has no price for it. */
    long dearestSearch(long mostInput) {
        long dearest = lowest.perSearch();
        for (int i = 0; i < above.length && mostInput > above[i] && dearest != Rates.NONE; i++) {
            long search = rates[i].perSearch();
            dearest = search == Rates.NONE ? search : Math.max(dearest, search);
        }
        return dearest;
    }

    long dearestRequest(long mostInput) {
        long dearest = lowest.perRequest();
        for (int i = 0; i < above.length && mostInput > above[i]; i++) {
            dearest = Math.max(dearest, rates[i].perRequest());
        }
        return dearest;
    }
}
