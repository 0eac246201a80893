/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page's script saw of an answer.
 *
 * @param error the name of the error that {@code fetch} failed with, or null if there was an answer
 * @param headers those that the script could read, by names in lower case
 */
record Answer(@Nullable String error, int status, Map<String, String> headers, String body) {
    static final Answer REFUSED = new Answer("TypeError", 0, Map.of(), "");

    @SuppressWarnings("unchecked")
    static Answer of(Object seen) {
        Map<String, Object> fields = (Map<String, Object>) seen;
        if (fields.get("error") instanceof String error) {
            return new Answer(error, 0, Map.of(), "");
        }
        return new Answer(
                null, ((Number) fields.get("status")).intValue(), (Map<String, String>) fields.get("headers"), (String)
                        fields.get("body"));
    }
}
