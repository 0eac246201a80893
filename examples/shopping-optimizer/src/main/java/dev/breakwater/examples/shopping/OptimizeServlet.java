/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code POST /api/v1/optimize}: where to buy what is on a shopping list. */
final class OptimizeServlet extends Endpoint {
    private static final long serialVersionUID = 1L;

    private final transient Salling salling;

    OptimizeServlet(Salling salling) {
        super("POST");
        this.salling = salling;
    }

    private record Answer(
            String zip,
            List<Line> purchases,
            List<String> missing,
            BigDecimal total,
            BigDecimal saved,
            String currency,
            Instant asOf) {}

    private record Line(
            String item, String product, BigDecimal price, BigDecimal before, String store, String address) {
        static Line of(Basket.Purchase purchase) {
            Offer offer = purchase.offer();
            return new Line(
                    purchase.item(),
                    offer.product(),
                    Offer.crowns(offer.price()),
                    Offer.crowns(offer.before()),
                    purchase.store().name(),
                    purchase.store().address());
        }
    }

    @Override
    CompletableFuture<?> answer(HttpServletRequest request, byte[] body) {
        ShoppingList list = ShoppingList.read(request, body);
        return salling.near(list.zip()).thenApply(offers -> answer(list, offers));
    }

    private static Answer answer(ShoppingList list, Offers offers) {
        Basket basket = Basket.cheapest(list.items(), offers.stores(), list.maxStores());
        return new Answer(
                list.zip(),
                basket.purchases().stream().map(Line::of).toList(),
                basket.missing(),
                Offer.crowns(basket.price()),
                Offer.crowns(basket.saved()),
                "DKK",
                offers.asOf());
    }
}
