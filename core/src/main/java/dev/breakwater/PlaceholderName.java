/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import org.jspecify.annotations.Nullable;

/** Stands in until the first real type arrives. */
public final class PlaceholderName {
    private PlaceholderName() {}

    /**
     * Returns the name, or the library's own.
     *
     * @param name the name, or null
     * @return a name
     */
    public static String orDefault(@Nullable String name) {
        return name == null ? "breakwater" : name;
    }
}
