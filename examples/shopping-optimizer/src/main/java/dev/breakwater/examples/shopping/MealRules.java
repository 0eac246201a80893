/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What to cook if no model is asked, or none answers: something filling and what goes with it, of what saves most. */
final class MealRules {
    private static final List<String> FILLING = List.of(
            "meat", "chicken", "fish", "salmon", "egg", "cheese", "k\u00f8d", "kylling", "laks", "\u00e6g", "ost");
    private static final List<String> BESIDE =
            List.of("vegetable", "pasta", "bread", "potato", "rice", "gr\u00f8n", "br\u00f8d", "kartof", "ris");

    private MealRules() {}

    static Meal suggest(List<Offer> offers) {
        List<String> uses = new ArrayList<>(first(offers, FILLING, 1));
        uses.addAll(first(offers, BESIDE, 2));
        if (uses.isEmpty()) {
            offers.stream().limit(2).forEach(offer -> uses.add(offer.product()));
        }
        String title = uses.isEmpty()
                ? "What the cupboard has"
                : String.join(" with ", uses.subList(0, Math.min(2, uses.size())));
        return new Meal(title, uses, "Fry, boil or bake what needs it, season well, and serve warm.", "rules");
    }

    private static List<String> first(List<Offer> offers, List<String> words, int most) {
        return offers.stream()
                .filter(offer -> isAny(offer, words))
                .map(Offer::product)
                .distinct()
                .limit(most)
                .toList();
    }

    private static boolean isAny(Offer offer, List<String> words) {
        String text = (offer.product() + ' ' + offer.category()).toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(text::contains);
    }
}
