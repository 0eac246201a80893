/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Answers of the Salling Group's API "Anti Food Waste", version 1: a list of stores, each with its clearances.
 *
 * <pre>{@code
 * [{"store":{"id":"...","brand":"netto","name":"...","address":{"street":"...","zip":"8000","city":"..."},...},
 *   "clearances":[{"offer":{"ean":"...","newPrice":8,"originalPrice":14.95,"stock":3,"stockUnit":"each",...},
 *                  "product":{"ean":"...","description":"...","categories":{"en":"..."},...}}]}]
 * }</pre>
 *
 * What they say goes into no message.
 */
final class SallingFormat {
    private static final BigDecimal DEAREST = new BigDecimal(100_000);

    private SallingFormat() {}

    /**
     * Reads an answer. An offer that makes no sense, or of which nothing is left, is passed over.
     *
     * @throws IOException if it is no list of stores
     */
    static Offers offers(String zip, byte[] body, Instant now) throws IOException {
        JsonNode list = read(body);
        if (!list.isArray()) {
            throw new IOException("no list of stores");
        }
        List<Store> stores = new ArrayList<>();
        for (JsonNode entry : list) {
            if (!entry.path("clearances").isArray()) {
                throw new IOException("a store without clearances");
            }
            stores.add(store(entry.path("store"), entry.path("clearances")));
        }
        return new Offers(zip, now, stores);
    }

    private static JsonNode read(byte[] body) throws IOException {
        try {
            return Json.read(body);
        } catch (JacksonException notJson) {
            // Not as the cause: its message quotes the answer.
            throw new IOException("not JSON");
        }
    }

    private static Store store(JsonNode store, JsonNode clearances) {
        List<Offer> offers = new ArrayList<>();
        for (JsonNode clearance : clearances) {
            JsonNode offer = clearance.path("offer");
            JsonNode product = clearance.path("product");
            long price = hundredths(offer.path("newPrice"));
            long before = hundredths(offer.path("originalPrice"));
            if (price >= 0 && before >= price && offer.path("stock").asDouble(0) > 0) {
                offers.add(new Offer(
                        product.path("ean").asString(""),
                        product.path("description").asString(""),
                        product.at("/categories/en").asString(""),
                        price,
                        before));
            }
        }
        return new Store(
                store.path("id").asString(""),
                store.path("brand").asString(""),
                store.path("name").asString(""),
                store.at("/address/street").asString("") + ", "
                        + store.at("/address/city").asString(""),
                offers);
    }

    private static long hundredths(JsonNode crowns) {
        BigDecimal amount = crowns.isNumber() ? crowns.decimalValue() : DEAREST;
        return amount.signum() < 0 || amount.compareTo(DEAREST) >= 0
                ? -1
                : amount.movePointRight(2).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
