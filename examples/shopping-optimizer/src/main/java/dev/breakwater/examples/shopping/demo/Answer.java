/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping.demo;

import java.net.http.HttpResponse;

/**
 * What came back.
 *
 * @param response the answer
 * @param millis how long it took to come
 */
record Answer(HttpResponse<String> response, long millis) {
    int status() {
        return response.statusCode();
    }

    String body() {
        return response.body();
    }

    /** The header's lines in one, or an empty text if there is none. */
    String header(String name) {
        return String.join(", ", response.headers().allValues(name));
    }

    /** Whether the JSON has this member. */
    boolean says(String name, Object value) {
        String text = value instanceof String ? "\"" + value + '"' : value.toString();
        return body().contains("\"" + name + "\":" + text);
    }
}
