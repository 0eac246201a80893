/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.Decision;
import dev.breakwater.json.JsonWriter;
import dev.breakwater.redact.Redactor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The members of one record, each name once: what the record says of itself stands, and of two values that a decision
 * gives the later one. Texts are redacted and cut. For one thread.
 */
final class RecordFields implements Decision.Fields {
    private static final String OWN = "audit.";
    private static final int MOST = 40;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_TEXT = 256;

    private final Redactor redactor;
    private final Map<String, Object> fixed = new LinkedHashMap<>();
    private final Map<String, Object> given = new LinkedHashMap<>();

    RecordFields(Redactor redactor) {
        this.redactor = redactor;
    }

    /** Something that no decision can change. The value has been seen to by the caller. */
    RecordFields fix(String name, Object value) {
        fixed.put(name, value);
        return this;
    }

    @Override
    public void put(String name, String value) {
        give(name, redactor.value(name, value, LONGEST_TEXT));
    }

    @Override
    public void put(String name, long value) {
        give(name, value);
    }

    @Override
    public void put(String name, boolean value) {
        give(name, value);
    }

    private void give(String name, Object value) {
        // What chains records has names of its own, which nobody else's members may look like.
        boolean free = !fixed.containsKey(name) && !name.startsWith(OWN) && name.length() <= LONGEST_NAME;
        if (free && (given.size() < MOST || given.containsKey(name))) {
            given.put(name, value);
        }
    }

    String toJson() {
        JsonWriter json = JsonWriter.object();
        fixed.forEach((name, value) -> write(json, name, value));
        given.forEach((name, value) -> write(json, name, value));
        return json.end();
    }

    private static void write(JsonWriter json, String name, Object value) {
        if (value instanceof Number number) {
            json.put(name, number.longValue());
        } else if (value instanceof Boolean flag) {
            json.put(name, flag);
        } else {
            json.put(name, value.toString());
        }
    }
}
