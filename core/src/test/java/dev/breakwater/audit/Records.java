/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads a file's records as strictly as JSON can be read. */
final class Records {
    private Records() {}

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.US_ASCII);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<Map<String, Object>> of(Path file) {
        return lines(file).stream().map(Records::read).toList();
    }

    static List<String> names(Path file) {
        return of(file).stream()
                .map(record -> (String) record.get("event.name"))
                .toList();
    }

    /** Names and values of one flat object; fails on anything else and on a name that comes twice. */
    static Map<String, Object> read(String line) {
        Map<String, Object> members = new LinkedHashMap<>();
        List<String> twice = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                Object value =
                        token == JsonToken.VALUE_NUMBER_INT ? (Object) parser.getLongValue() : parser.getString();
                if (members.put(name, value) != null) {
                    twice.add(name);
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null || !twice.isEmpty()) {
                throw new AssertionError(twice + " " + line);
            }
        }
        return members;
    }
}
