/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import org.jspecify.annotations.Nullable;

/** The ways in which one model's name is spelt. */
final class ModelNames {
    private static final String RESOURCE = "models/";
    private static final String[] VERSIONS = {"-dddd-dd-dd", "-20dddddd", "-ddd"};

    private ModelNames() {}

    /**
     * The name without what may stand before it: Google's resource prefix, as in {@code models/gemini-2.5-pro}, or the
     * maker, as gateways write it in {@code openai/gpt-6-sol}.
     */
    static String withoutPrefix(String provider, String model) {
        String maker = maker(provider);
        if (maker != null && model.startsWith(maker)) {
            return model.substring(maker.length());
        }
        return model.startsWith(RESOURCE) ? model.substring(RESOURCE.length()) : model;
    }

    private static @Nullable String maker(String provider) {
        return switch (provider) {
            case "openai" -> "openai/";
            case "anthropic" -> "anthropic/";
            case "gcp.gemini" -> "google/";
            default -> null;
        };
    }

    /**
     * The model that this one is a frozen version of ({@code -001}, {@code -2026-09-22}, {@code -20260922}); null if it is
     * none.
     */
    static @Nullable String withoutVersion(String model) {
        for (String version : VERSIONS) {
            if (endsWith(model, version)) {
                return model.substring(0, model.length() - version.length());
            }
        }
        return null;
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
