/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import org.jspecify.annotations.Nullable;

/**
 * One value of a request.
 *
 * @param kind what it is
 * @param from where it begins
 * @param to where it has ended
 * @param isEmpty whether it is an object or a list with nothing in it
 * @param name its name, where its place is for several; else null
 * @param text a text of at most 256 bytes; else null
 * @param count a whole number from 0 to 2^53; else -1
 */
record RequestValue(
        Kind kind,
        int from,
        int to,
        boolean isEmpty,
        @Nullable String name,
        @Nullable String text,
        long count) {
    /** What a value can be. */
    enum Kind {
        OBJECT,
        LIST,
        TEXT,
        NUMBER,
        TRUE,
        FALSE,
        NULL
    }

    boolean isList() {
        return kind == Kind.LIST;
    }

    /** Whether it says that there is something; an empty object does, since it switches something on. */
    boolean isThere() {
        return kind != Kind.NULL && kind != Kind.FALSE && !(kind == Kind.LIST && isEmpty);
    }
}
