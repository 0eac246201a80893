/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A list in one text: {@code a, b}, or a JSON array, as environment variables often carry it. */
final class ListText {
    private static final JsonFactory JSON = new JsonFactory();

    private ListText() {}

    /** The parts; null if the text begins like a JSON array and is not one of single values. */
    static @Nullable List<String> split(String text) {
        return text.stripLeading().startsWith("[") ? array(text) : parts(text);
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    private static @Nullable List<String> array(String text) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            List<String> parts = new ArrayList<>();
            JsonToken token = json.nextToken();
            while (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                parts.add(json.getString());
                token = json.nextToken();
            }
            return token == JsonToken.END_ARRAY && json.nextToken() == null ? parts : null;
        } catch (JacksonException broken) {
            return null;
        }
    }
}
