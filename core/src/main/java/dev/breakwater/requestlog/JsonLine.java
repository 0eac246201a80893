/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.json.JsonWriter;
import java.util.List;

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

    void put(String name, CharSequence value) {
        json.put(name, value);
    }

    void end() {
        json.endInBuffer();
    }
}
