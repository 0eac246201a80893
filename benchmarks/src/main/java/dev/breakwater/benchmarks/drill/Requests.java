/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** What users send, each through the proxy that says who they are. */
final class Requests {
    private static final int USERS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Requests() {}

    /** One of many users: so many that none of them meets a limit. */
    static String user(int number) {
        return "198.51.100." + (1 + Math.floorMod(number, USERS));
    }

    static HttpRequest get(String url, String user) {
        return builder(url, user).build();
    }

    static HttpRequest post(String url, String user, String json) {
        return builder(url, user)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private static HttpRequest.Builder builder(String url, String user) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).header("X-Forwarded-For", user);
    }
}
