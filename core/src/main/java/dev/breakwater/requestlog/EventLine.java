/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line that is being written, in whichever format. Each name is put once. */
interface EventLine extends Decision.Fields {
    /** Adds a field with several texts. */
    void put(String name, List<String> values);

    /** Adds a field that is a fraction. */
    void put(String name, double value);

    /** Adds a field if it has anything to say. */
    default void putIfKnown(String name, @Nullable String value) {
        if (value != null) {
            put(name, value);
        }
    }

    /** Adds a count or a time, unless nobody took it. */
    default void putIfKnown(String name, long value) {
        if (value >= 0) {
            put(name, value);
        }
    }
}
