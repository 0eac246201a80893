/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

import java.net.http.HttpResponse;

/**
 * What came back over the wire.
 *
 * @param response the answer
 */
record Answer(HttpResponse<String> response) {
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

    boolean isProblem() {
        return header("Content-Type").startsWith("application/problem+json");
    }

    /** A member's number in the body; NaN if there is none. */
    double number(String member) {
        String start = "\"" + member + "\":";
        int from = body().indexOf(start) + start.length();
        int end = from;
        while (end < body().length() && "0123456789.E-".indexOf(body().charAt(end)) >= 0) {
            end++;
        }
        return from < start.length() || end == from ? Double.NaN : Double.parseDouble(body().substring(from, end));
    }
}
