/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What somebody wants to buy, and where they are.
 *
 * @param zip a Danish postcode
 * @param items what is wanted, in lower case
 * @param maxStores how many stores they would go to
 */
record ShoppingList(String zip, List<String> items, int maxStores) {
    private static final int MOST_ITEMS = 30;
    private static final int LONGEST_ITEM = 40;
    private static final int MOST_STORES = 3;
    private static final int USUAL_STORES = 2;

    ShoppingList {
        items = List.copyOf(items);
    }

    /**
     * Reads {@code {"zip":"8000","items":["milk","rye bread"],"maxStores":2}}.
     *
     * @throws Refusal that says what was expected
     */
    static ShoppingList read(HttpServletRequest request, byte[] body) {
        JsonNode json = object(request, body, Set.of("zip", "items", "maxStores"));
        JsonNode most = json.path("maxStores");
        int maxStores = most.isMissingNode() ? USUAL_STORES : most.isInt() ? most.intValue() : 0;
        if (maxStores < 1 || maxStores > MOST_STORES) {
            throw new Refusal(400, "maxStores: expected a whole number from 1 to " + MOST_STORES + '.');
        }
        return new ShoppingList(zip(json.path("zip").asString("")), items(json.path("items")), maxStores);
    }

    /** Reads {@code {"zip":"8000"}}. */
    static String zip(HttpServletRequest request, byte[] body) {
        return zip(object(request, body, Set.of("zip")).path("zip").asString(""));
    }

    /** What bounds how many different questions are asked and kept: ten thousand postcodes. */
    static String zip(String text) {
        if (text.length() != 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Refusal(400, "zip: expected a Danish postcode, four digits.");
        }
        return text;
    }

    private static JsonNode object(HttpServletRequest request, byte[] body, Set<String> members) {
        if (!isJson(request.getContentType())) {
            throw new Refusal(415, "Expected a body of application/json.");
        }
        try {
            JsonNode json = Json.read(body);
            if (json.isObject() && members.containsAll(json.propertyNames())) {
                return json;
            }
        } catch (JacksonException malformed) {
            // Refused below, as what is no object.
        }
        throw new Refusal(
                400,
                "Expected a JSON object with "
                        + String.join(", ", members.stream().sorted().toList()) + " and nothing else.");
    }

    private static boolean isJson(@Nullable String type) {
        String media = type == null ? "" : type.split(";", 2)[0];
        return media.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static List<String> items(JsonNode list) {
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_ITEMS) {
            throw new Refusal(400, "items: expected a list of 1 to " + MOST_ITEMS + " things to buy.");
        }
        List<String> items = new ArrayList<>();
        for (JsonNode element : list) {
            String item = element.isString() ? element.stringValue().strip().toLowerCase(Locale.ROOT) : "";
            if (item.length() < 2 || item.length() > LONGEST_ITEM || items.contains(item)) {
                throw new Refusal(400, "items: expected words of 2 to " + LONGEST_ITEM + " characters, each once.");
            }
            items.add(item);
        }
        return items;
    }
}
