/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.cost.usage.Modality;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import java.util.Arrays;

/**
 * What a token of each class costs, in pico-dollars (a price of 1 USD per million tokens is a million of them), a web
 * search and the call as such. A rate can be unknown, which is not zero. Immutable.
 */
final class Rates {
    static final long NONE = -1;
    private static final TokenClass[] CLASSES = TokenClass.values();
    private static final Modality[] MODALITIES = Modality.values();
    private static final long[] AS_TEXT = {};

    // By ordinal: this is asked for each call, and several times.
    private final long[] perToken;
    private final long[][] byModality;
    private final boolean oneModality;
    private final long perSearch;
    private final long perRequest;

    private Rates(Builder builder) {
        perToken = builder.perToken.clone();
        byModality = builder.byModality.clone();
        oneModality = Arrays.stream(byModality).allMatch(rates -> rates.length == 0);
        perSearch = builder.perSearch;
        perRequest = builder.perRequest;
        writeAsShortest(perToken);
    }

    /** A write that does not say for how long is billed as the shortest that has a price. */
    private static void writeAsShortest(long[] rates) {
        int unspecified = at(TokenClass.CACHE_WRITE);
        for (TokenClass shortestFirst : Builder.WRITES) {
            if (rates[unspecified] == NONE) {
                rates[unspecified] = rates[at(shortestFirst)];
            }
        }
    }

    @SuppressWarnings("EnumOrdinal") // Arrays by ordinal never leave this class: a map would cost more than the sum.
    private static int at(Enum<?> value) {
        return value.ordinal();
    }

    static Builder builder() {
        return new Builder();
    }

    long of(TokenClass tokenClass) {
        return perToken[at(tokenClass)];
    }

    long perSearch() {
        return perSearch;
    }

    long perRequest() {
        return perRequest;
    }

    /** Whether all that was used has a rate; if not, what has none. */
    Pricing covers(TokenUsage usage) {
        boolean plain = oneModality || usage.isTextOnly();
        for (TokenClass tokenClass : CLASSES) {
            long count = usage.tokens(tokenClass);
            Pricing covered =
                    count == 0 ? Pricing.PRICED : plain ? covers(tokenClass, count) : covers(usage, tokenClass);
            if (covered != Pricing.PRICED) {
                return covered;
            }
        }
        if (perSearch == NONE && usage.webSearches() > 0) {
            return Pricing.NO_SEARCH_PRICE;
        }
        return !oneModality && notesMoreThanItCounts(usage) ? Pricing.OTHER_MODALITY : Pricing.PRICED;
    }

    private Pricing covers(TokenClass tokenClass, long count) {
        return count > 0 && of(tokenClass) == NONE ? Pricing.NO_CACHE_PRICE : Pricing.PRICED;
    }

    private Pricing covers(TokenUsage usage, TokenClass tokenClass) {
        long rest = usage.tokens(tokenClass);
        for (Modality modality : MODALITIES) {
            long count = own(usage, tokenClass, modality);
            if (count > 0 && byModality[at(modality)][at(tokenClass)] == NONE) {
                return Pricing.OTHER_MODALITY;
            }
            rest -= count;
        }
        return covers(tokenClass, rest);
    }

    /** Whether the answer says that there was such content and not how much, where that has rates of its own. */
    private boolean notesMoreThanItCounts(TokenUsage usage) {
        for (Modality modality : MODALITIES) {
            if (byModality[at(modality)].length > 0 && usage.modalities().contains(modality)) {
                long counted = 0;
                for (TokenClass tokenClass : CLASSES) {
                    counted = Exact.add(counted, usage.tokens(tokenClass, modality));
                }
                if (counted == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What the tokens cost. */
    long picoUsd(TokenUsage usage) {
        boolean plain = oneModality || usage.isTextOnly();
        long cost = 0;
        for (TokenClass tokenClass : CLASSES) {
            long count = usage.tokens(tokenClass);
            if (count > 0) {
                cost = Exact.add(cost, plain ? Exact.multiply(count, of(tokenClass)) : picoUsd(usage, tokenClass));
            }
        }
        return cost;
    }

    private long picoUsd(TokenUsage usage, TokenClass tokenClass) {
        long rest = usage.tokens(tokenClass);
        long cost = 0;
        for (Modality modality : MODALITIES) {
            long count = own(usage, tokenClass, modality);
            if (count > 0) {
                cost = Exact.add(cost, Exact.multiply(count, byModality[at(modality)][at(tokenClass)]));
                rest -= count;
            }
        }
        return rest == 0 ? cost : Exact.add(cost, Exact.multiply(rest, of(tokenClass)));
    }

    /** Tokens of a kind of content that has rates of its own. */
    private long own(TokenUsage usage, TokenClass tokenClass, Modality modality) {
        return byModality[at(modality)].length == 0 ? 0 : usage.tokens(tokenClass, modality);
    }

    /** What is paid beside the tokens. */
    long feesPicoUsd(TokenUsage usage) {
        long searches = usage.webSearches();
        return searches == 0 ? perRequest : Exact.add(perRequest, Exact.multiply(searches, perSearch));
    }

    /** What the dearest class of the input costs, or of the output, of whatever kind of content. */
    long dearest(boolean input) {
        long dearest = dearest(perToken, input);
        for (long[] own : byModality) {
            dearest = own.length == 0 ? dearest : Math.max(dearest, dearest(own, input));
        }
        return dearest;
    }

    private static long dearest(long[] rates, boolean input) {
        long dearest = 0;
        for (TokenClass tokenClass : CLASSES) {
            if (tokenClass.isInput() == input) {
                dearest = Math.max(dearest, rates[at(tokenClass)]);
            }
        }
        return dearest;
    }

    /** Puts rates together. What is not set is unknown. */
    static final class Builder {
        private static final TokenClass[] WRITES = {
            TokenClass.CACHE_WRITE_5M, TokenClass.CACHE_WRITE_30M, TokenClass.CACHE_WRITE_1H, TokenClass.CACHE_WRITE_12H
        };

        private final long[] perToken = new long[CLASSES.length];
        private final long[][] byModality = new long[MODALITIES.length][];
        private long perSearch = NONE;
        private long perRequest;

        private Builder() {
            Arrays.fill(perToken, NONE);
            Arrays.fill(byModality, AS_TEXT);
        }

        /** Fresh input, and what tools added to it. */
        Builder input(long rate) {
            return token(TokenClass.IN_FRESH, rate).token(TokenClass.TOOL_IN, rate);
        }

        /** Output, reasoning included. */
        Builder output(long rate) {
            return token(TokenClass.OUT_VISIBLE, rate).token(TokenClass.OUT_REASONING, rate);
        }

        Builder token(TokenClass tokenClass, long rate) {
            perToken[at(tokenClass)] = rate;
            return this;
        }

        /** What tokens of one kind of content cost; those of other kinds cost what is set without one. */
        Builder modality(Modality modality, Builder own) {
            long[] rates = own.perToken.clone();
            writeAsShortest(rates);
            byModality[at(modality)] = rates;
            return this;
        }

        Builder search(long rate) {
            perSearch = rate;
            return this;
        }

        Builder request(long rate) {
            perRequest = rate;
            return this;
        }

        Rates build() {
            return new Rates(this);
        }
    }
}
