/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a Content-Type says (RFC 9110 section 8.3), as far as the rules about bodies depend on it.
 *
 * @param name type and subtype in lower case
 * @param charset the charset's name, if one is given
 * @param boundary what stands between the parts of a multipart body, if it is given
 */
record MediaType(
        String name, @Nullable String charset, @Nullable String boundary) {
    static MediaType parse(@Nullable String header) {
        if (header == null) {
            return new MediaType("", null, null);
        }
        int end = end(header, 0);
        String name = header.substring(0, end).trim().toLowerCase(Locale.ROOT);
        String charset = null;
        String boundary = null;
        while (end < header.length()) {
            int from = end + 1;
            end = end(header, from);
            charset = charset == null ? parameter(header, from, end, "charset") : charset;
            boundary = boundary == null ? parameter(header, from, end, "boundary") : boundary;
        }
        return new MediaType(name, charset, boundary);
    }

    boolean isJson() {
        return name.equals("application/json") || name.equals("text/json") || name.endsWith("+json");
    }

    boolean isLines() {
        return switch (name) {
            case "application/x-ndjson",
                    "application/ndjson",
                    "application/jsonl",
                    "application/x-jsonlines",
                    "application/jsonlines" -> true;
            default -> false;
        };
    }

    boolean isEvents() {
        return name.equals("text/event-stream");
    }

    boolean isForm() {
        return name.equals("application/x-www-form-urlencoded");
    }

    boolean isMultipart() {
        return name.startsWith("multipart/");
    }

    private static int end(String header, int from) {
        boolean quoted = false;
        for (int i = from; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == ';' && !quoted) {
                return i;
            }
            quoted ^= c == '"';
        }
        return header.length();
    }

    private static @Nullable String parameter(String header, int from, int end, String wanted) {
        int equals = header.indexOf('=', from);
        if (equals < 0
                || equals >= end
                || !header.substring(from, equals).trim().equalsIgnoreCase(wanted)) {
            return null;
        }
        String value = header.substring(equals + 1, end).trim();
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
