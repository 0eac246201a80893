/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.standin;

import com.sun.net.httpserver.HttpExchange;
import dev.breakwater.exchange.TimeSource;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for Doffin's public API, version 2, as its description has it: {@code GET /v2/search}. It finds among notices
 * that are always the same but for their dates.
 */
public final class DoffinStandIn extends StandIn {
    /** The subscription key to call it with. */
    public static final String KEY = "no-key-needed";

    private static final int MAX_ACCESSIBLE = 1000;

    private final DoffinNotices notices;
    private volatile @Nullable String lastKey;

    /** Starts it; dates are those around this clock's day. */
    public DoffinStandIn(TimeSource time) {
        notices = new DoffinNotices(time);
        start();
    }

    /** Where it is. */
    public URI url() {
        return url("/public");
    }

    /** What the last call came with. */
    public @Nullable String lastKey() {
        return lastKey;
    }

    @Override
    Answer answer(HttpExchange call) {
        String key = call.getRequestHeaders().getFirst("Ocp-Apim-Subscription-Key");
        lastKey = key;
        if (key == null || key.isEmpty()) {
            return new Answer(
                    401, Map.of("statusCode", 401, "message", "Access denied due to missing subscription key."));
        }
        if (!call.getRequestURI().getPath().equals("/public/v2/search")) {
            return new Answer(404, Map.of("statusCode", 404, "message", "Resource not found"));
        }
        return new Answer(200, page(query(call.getRequestURI())));
    }

    private Map<String, ?> page(Map<String, List<String>> query) {
        List<Map<String, Object>> found = notices.find(query);
        int hits = number(query, "numHitsPerPage", 20);
        int from = Math.min(found.size(), (number(query, "page", 1) - 1) * hits);
        int to = Math.min(found.size(), from + hits);
        return Map.of(
                "numHitsTotal",
                found.size(),
                "numHitsAccessible",
                Math.min(found.size(), MAX_ACCESSIBLE),
                "hits",
                found.subList(from, to));
    }

    private static int number(Map<String, List<String>> query, String name, int otherwise) {
        return Integer.parseInt(
                query.getOrDefault(name, List.of(Integer.toString(otherwise))).get(0));
    }

    private static Map<String, List<String>> query(URI uri) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : String.valueOf(uri.getRawQuery()).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.computeIfAbsent(pair.substring(0, equals), name -> new ArrayList<>())
                        .add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
