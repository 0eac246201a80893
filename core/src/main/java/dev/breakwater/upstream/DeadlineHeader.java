/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.net.http.HttpRequest;
import java.util.concurrent.TimeUnit;

/** Tells an upstream how long its answer is waited for. */
final class DeadlineHeader {
    private DeadlineHeader() {}

    /** The request with what is left in whole milliseconds, rounded down; itself if it says so already. */
    static HttpRequest added(HttpRequest request, String name, long nanosLeft) {
        if (request.headers().firstValue(name).isPresent()) {
            return request;
        }
        try {
            return HttpRequest.newBuilder(request, (header, value) -> true)
                    .setHeader(name, millis(nanosLeft))
                    .build();
        } catch (IllegalArgumentException ofItsOwnKind) {
            // As with the correlation: better sent without than not at all.
            return request;
        }
    }

    static String millis(long nanosLeft) {
        return Long.toString(Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanosLeft)));
    }
}
