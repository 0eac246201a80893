/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;

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
        return salling.near(ShoppingList.zip(request, body)).thenCompose(meals::suggest);
    }
}
