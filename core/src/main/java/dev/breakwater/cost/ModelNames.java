/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import org.jspecify.annotations.Nullable;

/** The ways in which providers spell one model's name. */
final class ModelNames {
    private static final String RESOURCE = "models/";
    private static final int VERSION_DIGITS = 3;

    private ModelNames() {}

    /** The name without Google's resource prefix: {@code models/gemini-2.5-pro}. */
    static String withoutResource(String model) {
        return model.startsWith(RESOURCE) ? model.substring(RESOURCE.length()) : model;
    }

    /** The model that this one is a frozen version of ({@code -001}, {@code -2026-09-22}); null if it is none. */
    static @Nullable String withoutVersion(String model) {
        if (endsWith(model, "-dddd-dd-dd")) {
            return model.substring(0, model.length() - "-dddd-dd-dd".length());
        }
        int dash = model.length() - VERSION_DIGITS - 1;
        return endsWith(model, "-ddd") ? model.substring(0, dash) : null;
    }

    /** Whether the name ends like this, where {@code d} stands for a digit, with something before it. */
    private static boolean endsWith(String model, String form) {
        int offset = model.length() - form.length();
        if (offset <= 0) {
            return false;
        }
        for (int i = 0; i < form.length(); i++) {
            char c = model.charAt(offset + i);
            if (form.charAt(i) == 'd' ? c < '0' || c > '9' : c != form.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
