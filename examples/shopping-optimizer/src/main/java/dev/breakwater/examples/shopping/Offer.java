/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * Something that a store sells off because it will not keep.
 *
 * @param ean the product's number
 * @param product what it says on the shelf
 * @param category where the product belongs, in English; empty if nobody said
 * @param price what it costs now, in hundredths of a crown
 * @param before what it cost before
 */
record Offer(String ean, String product, String category, long price, long before) {
    long saved() {
        return before - price;
    }

    /** Whether each word of this is part of the product's words. */
    boolean isFor(String wanted) {
        String text = (product + ' ' + category).toLowerCase(Locale.ROOT);
        for (String word : wanted.split(" ", -1)) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }

    /** Hundredths as crowns: 12.50. */
    static BigDecimal crowns(long hundredths) {
        return BigDecimal.valueOf(hundredths, 2);
    }
}
