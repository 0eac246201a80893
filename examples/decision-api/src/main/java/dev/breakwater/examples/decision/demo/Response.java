/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came back over the wire.
 *
 * @param status the status code
 * @param headers the header lines by name, without regard to case
 * @param body the body as text
 */
record Response(int status, Map<String, List<String>> headers, String body) {
    Response {
        Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    /** The header's lines in one, or an empty text if there is none. */
    String header(String name) {
        return String.join(", ", headers.getOrDefault(name, List.of()));
    }

    boolean has(String name) {
        return headers.containsKey(name);
    }

    /** Whether the header is there exactly once and is this. */
    boolean says(String name, String value) {
        return headers.getOrDefault(name, List.of()).equals(List.of(value));
    }

    boolean isProblem() {
        return header("Content-Type").startsWith("application/problem+json") && body.contains("\"status\":" + status);
    }
}
