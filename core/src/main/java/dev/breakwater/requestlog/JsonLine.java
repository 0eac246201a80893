/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.json.JsonName;
import dev.breakwater.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of JSON. */
final class JsonLine implements EventLine {
    private final JsonWriter json;

    JsonLine(StringBuilder buffer) {
        json = JsonWriter.object(buffer);
    }

    @Override
    public void put(String name, String value) {
        json.put(name, value);
    }

    @Override
    public void put(String name, long value) {
        json.put(name, value);
    }

    @Override
    public void put(String name, boolean value) {
        json.put(name, value);
    }

    @Override
    public void put(String name, double value) {
        json.put(name, value);
    }

    @Override
    public void put(String name, List<String> values) {
        json.put(name, values);
    }

    void put(JsonName name, CharSequence value) {
        json.put(name, value);
    }

    void put(JsonName name, String value) {
        json.put(name, value);
    }

    void put(JsonName name, long value) {
        json.put(name, value);
    }

    void putIfKnown(JsonName name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    void putIfKnown(JsonName name, long value) {
        if (value >= 0) {
            json.put(name, value);
        }
    }

    /** Begins the message. */
    JsonWriter message() {
        return json.openText(Names.MESSAGE);
    }

    void end() {
        json.endInBuffer();
    }
}
