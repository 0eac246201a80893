/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The prices of one file, by provider and name. Immutable. */
final class PriceIndex {
    private final List<Price> prices = new ArrayList<>();
    private final List<Price> withdrawn = new ArrayList<>();
    // Provider, then name. Few prices share a name, each for its own span of time.
    private final Map<String, Map<String, List<Price>>> byModel = new HashMap<>();
    private final Map<String, Map<String, List<Price>>> byAlias = new HashMap<>();

    PriceIndex(List<Price> all) {
        for (Price price : all) {
            if (price.isWithdrawn()) {
                withdrawn.add(price);
            } else {
                prices.add(price);
                add(byModel, price, price.model());
                price.aliases().forEach(alias -> add(byAlias, price, alias));
            }
        }
    }

    private static void add(Map<String, Map<String, List<Price>>> index, Price price, String name) {
        index.computeIfAbsent(price.provider(), any -> new HashMap<>())
                .computeIfAbsent(name, any -> new ArrayList<>(2))
                .add(price);
    }

    /** Those that hold at some time, in the file's order. */
    List<Price> prices() {
        return prices;
    }

    /** Those that were announced and taken back. */
    List<Price> withdrawn() {
        return withdrawn;
    }

    /** The price of what is named exactly so, or else has such an alias. */
    @Nullable
    Price find(String provider, String name, Instant at) {
        Price price = find(byModel, provider, name, at);
        return price == null ? find(byAlias, provider, name, at) : price;
    }

    private static @Nullable Price find(
            Map<String, Map<String, List<Price>>> index, String provider, String name, Instant at) {
        Map<String, List<Price>> ofProvider = index.get(provider);
        List<Price> named = ofProvider == null ? null : ofProvider.get(name);
        if (named != null) {
            for (int i = 0; i < named.size(); i++) {
                if (named.get(i).holdsAt(at)) {
                    return named.get(i);
                }
            }
        }
        return null;
    }

    /** The same without prices that another file has withdrawn; the price that they were to replace goes on. */
    PriceIndex without(List<Price> withdrawals) {
        List<Price> rest = new ArrayList<>(prices);
        for (Price withdrawal : withdrawals) {
            rest.stream().filter(price -> isSame(price, withdrawal)).findFirst().ifPresent(gone -> {
                rest.remove(gone);
                rest.replaceAll(price -> endsWith(price, gone) ? price.until(gone.to()) : price);
            });
        }
        rest.addAll(withdrawn);
        return new PriceIndex(rest);
    }

    private static boolean isSame(Price price, Price other) {
        return isOfSameModel(price, other) && price.from().equals(other.from());
    }

    private static boolean endsWith(Price price, Price next) {
        return isOfSameModel(price, next) && next.from().equals(price.to());
    }

    private static boolean isOfSameModel(Price price, Price other) {
        return price.provider().equals(other.provider()) && price.model().equals(other.model());
    }

    /** Whether this file has a price for the other's model at each instant at which that holds. */
    boolean replaces(Price other) {
        Instant reached = other.from();
        Instant end = other.to();
        while (end == null || reached.isBefore(end)) {
            Price own = find(other.provider(), other.model(), reached);
            if (own == null || own.to() == null) {
                return own != null;
            }
            reached = own.to();
        }
        return true;
    }
}
