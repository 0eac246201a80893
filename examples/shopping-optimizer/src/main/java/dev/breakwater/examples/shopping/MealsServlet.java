/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import dev.breakwater.exchange.CurrentExchange;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** {@code POST /api/v1/meals}: what to cook of what is sold off around a postcode. */
final class MealsServlet extends Endpoint {
    private static final long serialVersionUID = 1L;

    private final transient Salling salling;
    private final transient Meals meals;

    MealsServlet(Salling salling, Meals meals) {
        super("POST");
        this.salling = salling;
        this.meals = meals;
    }

    @Override
    CompletableFuture<?> answer(HttpServletRequest request, byte[] body) {
        CompletableFuture<Offers> offers = salling.near(ShoppingList.zip(request, body));
        // On the thread that brings the offers the second call would know nothing of the request's id and deadline.
        Supplier<CompletableFuture<Meal>> suggesting = CurrentExchange.wrapSupplier(() -> meals.suggest(offers.join()));
        return offers.thenCompose(there -> suggesting.get());
    }
}
