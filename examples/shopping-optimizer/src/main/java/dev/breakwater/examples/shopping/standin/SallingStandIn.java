/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping.standin;

import com.sun.net.httpserver.HttpExchange;
import dev.breakwater.exchange.TimeSource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the Salling Group's API "Anti Food Waste", version 1: {@code GET /v1/food-waste/?zip=8000}. In every
 * postcode there are the same three stores with the same offers.
 */
public final class SallingStandIn extends StandIn {
    private static final List<Shop> SHOPS = List.of(
            new Shop("netto", "Netto", "Store Torv 1", List.of(0, 1, 2, 3)),
            new Shop("foetex", "f\u00f8tex", "Guldsmedgade 3", List.of(1, 3, 4, 5, 6)),
            new Shop("bilka", "Bilka", "Agerskovvej 7", List.of(0, 2, 5, 7, 8)));
    // Two figures for each product: what it cost, and the share of it that it costs now in the first store that has it.
    private static final List<Product> PRODUCTS = List.of(
            new Product("5700000000011", "Organic milk 1 l", "Dairy>Milk", "14.95", 50),
            new Product("5700000000028", "Rye bread 900 g", "Bread>Rye bread", "22.00", 45),
            new Product("5700000000035", "Chicken breast 500 g", "Meat>Chicken", "59.95", 60),
            new Product("5700000000042", "Vegetable mix 750 g", "Vegetables>Fresh", "25.00", 40),
            new Product("5700000000059", "Salmon fillet 250 g", "Fish>Salmon", "49.95", 50),
            new Product("5700000000066", "Eggs 10 pcs.", "Dairy>Eggs", "32.95", 70),
            new Product("5700000000073", "Fresh pasta 500 g", "Pasta>Fresh", "24.95", 40),
            new Product("5700000000080", "Cheddar cheese 200 g", "Dairy>Cheese", "27.95", 55),
            new Product("5700000000097", "Apple juice 1 l", "Drinks>Juice", "19.95", 50));
    private static final int DEARER_BY = 10;

    private final TimeSource time;

    /** Starts it. */
    public SallingStandIn(TimeSource time) {
        super("/v1/food-waste/");
        this.time = time;
    }

    private record Shop(String brand, String sign, String street, List<Integer> products) {}

    private record Product(String ean, String description, String category, String price, int percentLeft) {}

    @Override
    @Nullable
    String keyOf(HttpExchange call) {
        String header = call.getRequestHeaders().getFirst("Authorization");
        return header != null && header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : null;
    }

    @Override
    Object failure(int status, String message) {
        return Map.of("statusCode", status, "message", message);
    }

    @Override
    Object answer(HttpExchange call, byte[] body) {
        String query = call.getRequestURI().getQuery();
        String zip = query != null && query.startsWith("zip=") ? query.substring("zip=".length()) : "";
        List<Map<String, Object>> stores = new ArrayList<>();
        for (int i = 0; i < SHOPS.size(); i++) {
            stores.add(Map.of("store", store(SHOPS.get(i), i, zip), "clearances", clearances(SHOPS.get(i), i)));
        }
        return stores;
    }

    private Map<String, Object> store(Shop shop, int number, String zip) {
        Instant now = time.now();
        Map<String, Object> address = new LinkedHashMap<>();
        address.put("city", "Aarhus");
        address.put("country", "DK");
        address.put("extra", null);
        address.put("street", shop.street());
        address.put("zip", zip);
        String day = now.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        return Map.of(
                "address",
                address,
                "brand",
                shop.brand(),
                "coordinates",
                List.of(10.2039, 56.1629),
                "hours",
                List.of(Map.of(
                        "date",
                        day,
                        "type",
                        "store",
                        "open",
                        day + "T07:00:00",
                        "close",
                        day + "T22:00:00",
                        "closed",
                        false,
                        "customerFlow",
                        List.of())),
                "id",
                "00000000-0000-4000-8000-00000000000" + number,
                "name",
                shop.sign() + ' ' + shop.street(),
                "type",
                "Point");
    }

    private List<Map<String, Object>> clearances(Shop shop, int number) {
        List<Map<String, Object>> clearances = new ArrayList<>();
        for (int index : shop.products()) {
            Product product = PRODUCTS.get(index);
            clearances.add(Map.of(
                    "offer",
                    offer(product, number),
                    "product",
                    Map.of(
                            "categories", Map.of("da", product.category(), "en", product.category()),
                            "description", product.description(),
                            "ean", product.ean(),
                            "image", "https://example.com/" + product.ean() + ".jpg")));
        }
        return clearances;
    }

    // Each store after the first is a little dearer, so that it matters where one buys.
    private Map<String, Object> offer(Product product, int number) {
        Instant now = time.now().truncatedTo(ChronoUnit.SECONDS);
        BigDecimal before = new BigDecimal(product.price());
        int percent = product.percentLeft() + DEARER_BY * number;
        BigDecimal price = before.multiply(BigDecimal.valueOf(percent, 2)).setScale(2, RoundingMode.HALF_UP);
        Map<String, Object> offer = new LinkedHashMap<>();
        offer.put("currency", "DKK");
        offer.put("discount", before.subtract(price));
        offer.put("ean", product.ean());
        offer.put("endTime", text(now.plus(Duration.ofHours(8))));
        offer.put("lastUpdate", text(now.minus(Duration.ofMinutes(10))));
        offer.put("newPrice", price);
        offer.put("originalPrice", before);
        offer.put("percentDiscount", 100 - percent);
        offer.put("startTime", text(now.minus(Duration.ofHours(4))));
        offer.put("stock", 3);
        offer.put("stockUnit", "each");
        return offer;
    }

    // The API writes milliseconds, zero or not.
    private static String text(Instant time) {
        String seconds = time.toString();
        return seconds.substring(0, seconds.length() - 1) + ".000Z";
    }
}
