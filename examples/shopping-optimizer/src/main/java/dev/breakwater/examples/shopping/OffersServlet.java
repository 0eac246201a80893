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

/** {@code GET /api/v1/offers?zip=8000}: what saves most around a postcode. */
final class OffersServlet extends Endpoint {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 50;

    private final transient Salling salling;

    OffersServlet(Salling salling) {
        super("GET");
        this.salling = salling;
    }

    private record Answer(String zip, int stores, List<Line> offers, Instant asOf) {}

    private record Line(String product, BigDecimal price, BigDecimal before) {
        static Line of(Offer offer) {
            return new Line(offer.product(), Offer.crowns(offer.price()), Offer.crowns(offer.before()));
        }
    }

    @Override
    CompletableFuture<?> answer(HttpServletRequest request, byte[] body) {
        String[] given = request.getParameterValues("zip");
        String zip = ShoppingList.zip(given == null || given.length != 1 ? "" : given[0]);
        return salling.near(zip)
                .thenApply(offers -> new Answer(
                        zip,
                        offers.stores().size(),
                        offers.best(MOST).stream().map(Line::of).toList(),
                        offers.asOf()));
    }
}
