/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.json;

/**
 * The name of a member, made ready once: checking and escaping the same names for every line took longer than writing
 * what they stand for. Declare each as a constant. Immutable.
 */
public final class JsonName {
    private final String asFirst;
    private final String asNext;

    private JsonName(String asFirst) {
        this.asFirst = asFirst;
        asNext = ',' + asFirst;
    }

    /** This name. */
    public static JsonName of(String name) {
        return new JsonName(JsonWriter.named(name));
    }

    /** As it stands in an object, with its colon, and with a comma behind another member. */
    String text(boolean first) {
        return first ? asFirst : asNext;
    }
}
