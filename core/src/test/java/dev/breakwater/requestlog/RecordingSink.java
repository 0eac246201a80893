/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.event.Level;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Keeps what it was given and reads it back strictly. */
final class RecordingSink implements EventSink {
    private static final JsonFactory JSON = new JsonFactory();

    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<Level> levels = new CopyOnWriteArrayList<>();

    @Override
    public void write(Level level, String line) {
        levels.add(level);
        lines.add(line);
    }

    Map<String, Object> only() {
        if (lines.size() != 1) {
            throw new AssertionError("lines: " + lines);
        }
        return read(lines.get(0));
    }

    /** Names and values of one flat object; fails on anything else and on a name that comes twice. */
    static Map<String, Object> read(String line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
            expect(JsonToken.START_OBJECT, parser.nextToken());
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                Object value = value(parser, token);
                if (token == JsonToken.VALUE_NULL || fields.put(name, value) != null) {
                    throw new AssertionError(name + " in " + line);
                }
            }
            expect(JsonToken.END_OBJECT, parser.currentToken());
            if (parser.nextToken() != null) {
                throw new AssertionError("more than one value: " + line);
            }
        }
        return fields;
    }

    private static Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case START_ARRAY -> texts(parser);
            default -> parser.getString();
        };
    }

    private static List<String> texts(JsonParser parser) {
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.VALUE_STRING, parser.currentToken());
            texts.add(parser.getString());
        }
        return texts;
    }

    private static void expect(JsonToken expected, JsonToken found) {
        if (expected != found) {
            throw new AssertionError(expected + " expected, but " + found);
        }
    }
}
