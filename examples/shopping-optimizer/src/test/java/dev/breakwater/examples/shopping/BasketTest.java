/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BasketTest {
    private static final Store DEAR = store("dear", offer("milk", 900), offer("bread", 900), offer("eggs", 900));
    private static final Store MILK = store("milk", offer("milk", 500));
    private static final Store BREAD = store("bread", offer("bread", 400), offer("milk", 800));

    @Test
    void mostOfTheListCountsBeforeThePrice() {
        Basket basket = Basket.cheapest(List.of("milk", "bread", "eggs"), List.of(MILK, BREAD, DEAR), 1);
        assertThat(bought(basket)).containsExactly("milk@dear", "bread@dear", "eggs@dear");
    }

    @Test
    void ofAllStoresThatMayBeGoneToEachThingIsBoughtWhereItIsCheapest() {
        Basket basket = Basket.cheapest(List.of("milk", "bread"), List.of(MILK, BREAD, DEAR), 2);
        assertThat(bought(basket)).containsExactly("milk@milk", "bread@bread");
        assertThat(basket.price()).isEqualTo(900);
        assertThat(basket.saved()).isEqualTo(1100);
    }

    @Test
    void withOneStoreTheCheapestThatHasBothIsChosen() {
        Basket basket = Basket.cheapest(List.of("milk", "bread"), List.of(MILK, BREAD, DEAR), 1);
        assertThat(bought(basket)).containsExactly("milk@bread", "bread@bread");
    }

    @Test
    void ofEqualChoicesTheOneWithFewerStoresIsTaken() {
        Store same = store("same", offer("milk", 500));
        assertThat(bought(Basket.cheapest(List.of("milk"), List.of(MILK, same), 3)))
                .containsExactly("milk@milk");
    }

    @Test
    void whatNobodyHasIsMissing() {
        Basket basket = Basket.cheapest(List.of("caviar", "milk"), List.of(MILK), 3);
        assertThat(basket.missing()).containsExactly("caviar");
        assertThat(bought(basket)).containsExactly("milk@milk");
        assertThat(Basket.cheapest(List.of("milk"), List.of(), 3).missing()).containsExactly("milk");
    }

    @Test
    void allWordsMustBeThereInTheNameOrTheCategory() {
        Store store = store("one", new Offer("1", "Organic MILK 1 l", "Dairy>Milk", 500, 1000));
        assertThat(Basket.cheapest(List.of("organic milk", "dairy", "oat milk"), List.of(store), 1)
                        .missing())
                .containsExactly("oat milk");
    }

    @Test
    void theOnlyStoreWithTheLastThingIsFoundAmongForty() {
        List<Store> stores = new ArrayList<>(IntStream.range(0, 39)
                .mapToObj(i -> store("store" + i, offer("milk", 1000 - i)))
                .toList());
        stores.add(DEAR);
        Basket basket = Basket.cheapest(List.of("milk", "eggs"), stores, 3);
        assertThat(bought(basket)).containsExactly("milk@dear", "eggs@dear");
    }

    private static List<String> bought(Basket basket) {
        return basket.purchases().stream()
                .map(purchase -> purchase.item() + '@' + purchase.store().name())
                .toList();
    }

    private static Offer offer(String product, long price) {
        return new Offer(product, product, "", price, 1000);
    }

    private static Store store(String name, Offer... offers) {
        return new Store(name, "netto", name, "Street 1, Town", List.of(offers));
    }
}
