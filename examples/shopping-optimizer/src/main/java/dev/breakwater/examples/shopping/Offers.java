/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is sold off around a postcode.
 *
 * @param asOf when the Salling Group said so; long ago if it says nothing now
 */
record Offers(String zip, Instant asOf, List<Store> stores) {
    private static final Comparator<Offer> BEST_FIRST =
            Comparator.comparingLong(Offer::saved).reversed().thenComparing(Offer::ean);

    Offers {
        stores = List.copyOf(stores);
    }

    /** The offers that save most, each product once. */
    List<Offer> best(int most) {
        Set<String> seen = new HashSet<>();
        List<Offer> best = new ArrayList<>();
        for (Offer offer : sorted()) {
            if (best.size() < most && seen.add(offer.ean())) {
                best.add(offer);
            }
        }
        return best;
    }

    private List<Offer> sorted() {
        return stores.stream()
                .flatMap(store -> store.offers().stream())
                .sorted(BEST_FIRST)
                .toList();
    }
}
