/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The classifications of Statistics Norway that the service hands on. */
enum Classification {
    /** The counties. */
    COUNTIES(104),
    /** The municipalities. */
    MUNICIPALITIES(131),
    /** What businesses do. */
    INDUSTRIES(6);

    private final int id;

    Classification(int id) {
        this.id = id;
    }

    /** Its number in KLASS. */
    int id() {
        return id;
    }

    /** Its name in our paths. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Classification find(String text) {
        for (Classification one : values()) {
            if (one.text().equals(text)) {
                return one;
            }
        }
        return null;
    }
}
