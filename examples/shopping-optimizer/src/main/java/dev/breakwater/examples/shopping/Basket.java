/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where to buy what: of all choices of so many stores the one that has most of the list, of those the cheapest, and of
 * those the one with the fewest stores.
 *
 * @param purchases what to buy, store by store
 * @param missing what no store that was chosen has
 */
record Basket(List<Purchase> purchases, List<String> missing) {
    // A postcode has far fewer; with more the search would take long.
    private static final int MOST_STORES = 40;

    Basket {
        purchases = List.copyOf(purchases);
        missing = List.copyOf(missing);
    }

    /**
     * One thing of the list, bought.
     *
     * @param item as the list has it
     */
    record Purchase(Store store, String item, Offer offer) {}

    long price() {
        return purchases.stream()
                .mapToLong(purchase -> purchase.offer().price())
                .sum();
    }

    long saved() {
        return purchases.stream()
                .mapToLong(purchase -> purchase.offer().saved())
                .sum();
    }

    /** Tries them all: with three of forty stores some ten thousand choices. */
    static Basket cheapest(List<String> items, List<Store> stores, int maxStores) {
        List<Shelf> shelves = stores.stream()
                .map(store -> Shelf.of(store, items))
                .filter(Shelf::isUseful)
                .limit(MOST_STORES)
                .toList();
        Search search = new Search(items, shelves);
        search.from(0, new ArrayList<>(), maxStores);
        return search.best.basket(items);
    }

    /** The cheapest offer of a store for each item, or null. */
    private static final class Shelf {
        private final Store store;
        private final @Nullable Offer[] offers;

        private Shelf(Store store, @Nullable Offer[] offers) {
            this.store = store;
            this.offers = offers;
        }

        static Shelf of(Store store, List<String> items) {
            @Nullable Offer[] offers = new @Nullable Offer[items.size()];
            for (int i = 0; i < offers.length; i++) {
                for (Offer offer : store.offers()) {
                    if (offer.isFor(items.get(i)) && isCheaper(offer, offers[i])) {
                        offers[i] = offer;
                    }
                }
            }
            return new Shelf(store, offers);
        }

        boolean isUseful() {
            for (Offer offer : offers) {
                if (offer != null) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isCheaper(Offer offer, @Nullable Offer than) {
        return than == null || offer.price() < than.price();
    }

    private static final class Search {
        private final List<String> items;
        private final List<Shelf> shelves;
        private Choice best;

        Search(List<String> items, List<Shelf> shelves) {
            this.items = items;
            this.shelves = shelves;
            best = Choice.of(items, List.of());
        }

        void from(int next, List<Shelf> chosen, int left) {
            Choice choice = Choice.of(items, chosen);
            if (choice.isBetterThan(best)) {
                best = choice;
            }
            for (int i = next; left > 0 && i < shelves.size(); i++) {
                chosen.add(shelves.get(i));
                from(i + 1, chosen, left - 1);
                chosen.remove(chosen.size() - 1);
            }
        }
    }

    private record Choice(List<Shelf> shelves, int found, long price) {
        static Choice of(List<String> items, List<Shelf> chosen) {
            int found = 0;
            long price = 0;
            for (int i = 0; i < items.size(); i++) {
                Shelf shelf = cheapest(chosen, i);
                Offer offer = shelf == null ? null : shelf.offers[i];
                if (offer != null) {
                    found++;
                    price += offer.price();
                }
            }
            return new Choice(List.copyOf(chosen), found, price);
        }

        private static @Nullable Shelf cheapest(List<Shelf> chosen, int item) {
            Shelf cheapest = null;
            Offer best = null;
            for (Shelf shelf : chosen) {
                Offer offer = shelf.offers[item];
                if (offer != null && isCheaper(offer, best)) {
                    cheapest = shelf;
                    best = offer;
                }
            }
            return cheapest;
        }

        boolean isBetterThan(Choice other) {
            if (found != other.found) {
                return found > other.found;
            }
            return price != other.price ? price < other.price : shelves.size() < other.shelves.size();
        }

        Basket basket(List<String> items) {
            List<Purchase> purchases = new ArrayList<>();
            List<String> missing = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                Shelf shelf = cheapest(shelves, i);
                Offer offer = shelf == null ? null : shelf.offers[i];
                if (shelf == null || offer == null) {
                    missing.add(items.get(i));
                } else {
                    purchases.add(new Purchase(shelf.store, items.get(i), offer));
                }
            }
            return new Basket(purchases, missing);
        }
    }
}
