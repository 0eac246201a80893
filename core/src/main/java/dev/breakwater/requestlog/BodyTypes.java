/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which bodies are worth keeping: those in which secrets can be told from the rest. */
final class BodyTypes {
    private static final int LONGEST = 256;

    private BodyTypes() {}

    // XML and plain text are text too, but a password in an element of that name does not look like one.
    static boolean isShown(@Nullable String contentType) {
        if (contentType == null || contentType.length() > LONGEST) {
            return false;
        }
        int semicolon = contentType.indexOf(';');
        String type = contentType
                .substring(0, semicolon < 0 ? contentType.length() : semicolon)
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/json",
                    "text/json",
                    "application/x-ndjson",
                    "application/ndjson",
                    "application/jsonl",
                    "application/jsonlines",
                    "application/x-jsonlines",
                    "text/event-stream",
                    "application/x-www-form-urlencoded" -> true;
            default -> type.endsWith("+json");
        };
    }
}
