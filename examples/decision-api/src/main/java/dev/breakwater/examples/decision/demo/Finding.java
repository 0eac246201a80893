/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import java.util.ArrayList;
import java.util.List;

/** What one step saw: the request, the answer, the headers that matter, and what was not as it should be. */
final class Finding {
    private final String request;
    private final String result;
    private final Response response;
    private final List<String> shown = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private Finding(String request, String result, Response response) {
        this.request = request;
        this.result = result;
        this.response = response;
    }

    /** The request and its answer. */
    static Finding of(String request, Response response) {
        return new Finding(request, String.valueOf(response.status()), response);
    }

    /** The same for many requests, with the last answer. */
    static Finding of(String request, String result, Response last) {
        return new Finding(request, result, last);
    }

    /** Shows these headers, if they are there. */
    Finding shows(String... names) {
        for (String name : names) {
            if (response.has(name)) {
                shown.add(name + ": " + response.header(name));
            }
        }
        return this;
    }

    /** Shows something else. */
    Finding says(String text) {
        shown.add(text);
        return this;
    }

    /** Notes a fault unless this holds. */
    Finding expects(boolean holds, String expectation) {
        if (!holds) {
            faults.add(expectation);
        }
        return this;
    }

    Finding expectsStatus(int status) {
        return expects(response.status() == status, "status " + status);
    }

    Finding expectsHeader(String name, String value) {
        return expects(response.says(name, value), name + ": " + value + ", once");
    }

    String request() {
        return request;
    }

    String result() {
        return result;
    }

    List<String> shown() {
        return shown;
    }

    List<String> faults() {
        return faults;
    }
}
