/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping.standin;

import com.sun.net.httpserver.HttpExchange;
import dev.breakwater.examples.shopping.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stands in for Gemini's {@code generateContent}: cooks the first two products that it is told of. */
public final class GeminiStandIn extends StandIn {
    private static final String PATH = "/v1beta/models/";
    private static final String LIST = "Products: ";

    /** Starts it. */
    public GeminiStandIn() {
        super(PATH);
    }

    @Override
    @Nullable
    String keyOf(HttpExchange call) {
        return call.getRequestHeaders().getFirst("x-goog-api-key");
    }

    @Override
    Object failure(int status, String message) {
        return Map.of("error", Map.of("code", status, "message", message, "status", "UNAVAILABLE"));
    }

    @Override
    Object answer(HttpExchange call, byte[] body) {
        String text = Json.read(body).at("/contents/0/parts/0/text").asString("");
        String products = text.startsWith(LIST) ? text.substring(LIST.length()) : "";
        List<String> uses = List.of(products.split("; ")).stream().limit(2).toList();
        String path = call.getRequestURI().getPath();
        return Map.of(
                "candidates",
                List.of(Map.of(
                        "content",
                        Map.of("role", "model", "parts", List.of(Map.of("text", meal(uses)))),
                        "finishReason",
                        "STOP",
                        "index",
                        0)),
                "usageMetadata",
                Map.of("promptTokenCount", 180, "candidatesTokenCount", 60, "totalTokenCount", 240),
                "modelVersion",
                path.substring(PATH.length(), path.indexOf(':')));
    }

    private static String meal(List<String> uses) {
        byte[] json = Json.write(Map.of(
                "title",
                "Tonight: " + String.join(" and ", uses),
                "uses",
                uses,
                "instructions",
                "Everything into one pan, and a lid on it."));
        return new String(json, StandardCharsets.UTF_8);
    }
}
