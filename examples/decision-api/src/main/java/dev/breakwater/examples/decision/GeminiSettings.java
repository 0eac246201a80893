/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.net.URI;

/**
 * Where the language model is and what to ask of it. Never shown: it holds the key.
 *
 * @param endpoint scheme and authority of the API
 * @param key the API key
 * @param model the model's name
 * @param maxTokens the longest answer
 * @param temperature how much chance there is in answers, from 0 to 2
 */
record GeminiSettings(URI endpoint, String key, String model, int maxTokens, double temperature) {
    static final URI GOOGLE = URI.create("https://generativelanguage.googleapis.com");

    private static final double HOTTEST = 2;

    /** Refuses what Google would refuse at each question, or take for another path. */
    GeminiSettings {
        if (!isName(model)) {
            throw new IllegalArgumentException("GEMINI_MODEL: expected a name such as gemini-2.5-flash");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("GEMINI_MAX_TOKENS: " + maxTokens + " (expected: 1 or more)");
        }
        if (!(temperature >= 0 && temperature <= HOTTEST)) {
            throw new IllegalArgumentException("GEMINI_TEMPERATURE: " + temperature + " (expected: from 0 to 2)");
        }
    }

    private static boolean isName(String model) {
        return !model.isEmpty()
                && model.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_'));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return model + " at " + endpoint;
    }
}
