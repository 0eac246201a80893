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
 */
record GeminiSettings(URI endpoint, String key, String model, int maxTokens) {
    static final URI GOOGLE = URI.create("https://generativelanguage.googleapis.com");

    /** Without the key. */
    @Override
    public String toString() {
        return model + " at " + endpoint;
    }
}
