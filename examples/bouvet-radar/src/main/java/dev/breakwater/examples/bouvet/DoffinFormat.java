/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Answers of Doffin's public API, version 2, {@code PagedPublicNoticeDto} in its description:
 *
 * <pre>{@code
 * {"numHitsTotal": 123, "numHitsAccessible": 123, "hits": [{"id": "2026-100282", "heading": "...", "buyer":
 *  [{"name": "...", ...}], "publicationDate": "2026-01-31", "cpvCodes": ["72000000"], ...}]}
 * }</pre>
 *
 * What they say goes into no message.
 */
final class DoffinFormat {
    private static final int MAX_DESCRIPTION = 400;
    private static final int DAY = "2026-01-31".length();
    private static final String PAGES = "https://www.doffin.no/notices/";

    private DoffinFormat() {}

    /**
     * Reads what was found.
     *
     * @throws IOException if it does not say what it should
     */
    static Notices read(Search search, byte[] body, Instant now) throws IOException {
        JsonNode page = page(body);
        List<Notice> notices = new ArrayList<>();
        for (JsonNode hit : page.path("hits")) {
            notices.add(notice(hit));
        }
        int total = page.path("numHitsTotal").asInt(notices.size());
        int accessible = page.path("numHitsAccessible").asInt(total);
        return new Notices("doffin", now.toString(), total, accessible, search.page(), search.hits(), notices);
    }

    private static JsonNode page(byte[] body) throws IOException {
        try {
            JsonNode page = Json.read(body);
            if (page.path("hits").isArray()) {
                return page;
            }
        } catch (JacksonException notJson) {
            // Not as the cause: its message quotes the answer.
        }
        throw new IOException("not JSON with a list of hits");
    }

    private static Notice notice(JsonNode hit) throws IOException {
        String id = text(hit.path("id"));
        String heading = text(hit.path("heading"));
        if (id.isEmpty() || heading.isEmpty()) {
            throw new IOException("a hit without id or heading");
        }
        return new Notice(
                id,
                heading,
                cut(text(hit.path("description"))),
                names(hit.path("buyer")),
                day(hit.path("publicationDate")),
                day(hit.path("deadline")),
                text(hit.path("status")),
                text(hit.path("type")),
                texts(hit.path("cpvCodes")),
                texts(hit.path("locationId")),
                value(hit.path("estimatedValue")),
                isNumber(id) ? PAGES + id : null);
    }

    // It becomes part of an address that a page will link to.
    private static boolean isNumber(String id) {
        return id.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-');
    }

    private static List<String> names(JsonNode organisations) {
        List<String> names = new ArrayList<>();
        for (JsonNode organisation : organisations) {
            names.add(text(organisation.path("name")));
        }
        return names;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : list) {
            texts.add(text(node));
        }
        return texts;
    }

    private static Notice.@Nullable Value value(JsonNode estimate) {
        JsonNode amount = estimate.path("amount");
        return amount.isNumber() ? new Notice.Value(amount.asLong(0), text(estimate.path("currencyCode"))) : null;
    }

    // A day, or a time of one: the API's description says no more than that it is a text.
    private static @Nullable String day(JsonNode node) {
        String text = text(node);
        try {
            return text.length() < DAY
                    ? null
                    : LocalDate.parse(text.substring(0, DAY)).toString();
        } catch (DateTimeException noDay) {
            return null;
        }
    }

    private static String text(JsonNode node) {
        return node.asString("");
    }

    private static String cut(String text) {
        return text.length() <= MAX_DESCRIPTION ? text : text.substring(0, MAX_DESCRIPTION) + "...";
    }
}
