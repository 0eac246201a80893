/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.Map;

/** What may stand under one name of the configuration: a {@link Key} or a {@link Group} of them. Immutable. */
public abstract sealed class Definition permits Key, Group {
    private final String name;
    private final String description;

    Definition(String name, String description) {
        if (!isKebabCase(name)) {
            throw new IllegalArgumentException("name: " + name + " (expected: lower-case words joined by dashes)");
        }
        this.name = name;
        this.description = description;
    }

    /** The name, relative to the group it stands in: {@code max-keys}. */
    public final String name() {
        return name;
    }

    /** What it is for, in a sentence or two. */
    public final String description() {
        return description;
    }

    abstract Shape shape();

    /** What may stand below one of these, by name. */
    abstract Map<String, Definition> members();

    private static boolean isKebabCase(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            boolean inner = i > 0 && ((c >= '0' && c <= '9') || (c == '-' && i < name.length() - 1));
            if (!letter && !inner) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
