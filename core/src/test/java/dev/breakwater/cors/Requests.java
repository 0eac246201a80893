/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.contract.TestExchange;

/** The requests that the tests send. */
final class Requests {
    private Requests() {}

    static TestExchange.Builder get(String... origins) {
        return request("GET", origins);
    }

    static TestExchange.Builder request(String method, String... origins) {
        TestExchange.Builder request = TestExchange.request(method, "/api/x");
        for (String origin : origins) {
            request.header("Origin", origin);
        }
        return request;
    }

    static TestExchange.Builder preflight(String origin, String method, String... headers) {
        TestExchange.Builder request = request("OPTIONS", origin).header("Access-Control-Request-Method", method);
        for (String line : headers) {
            request.header("Access-Control-Request-Headers", line);
        }
        return request;
    }

    static TestExchange.Builder handshake(String... origins) {
        return get(origins)
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }

    static Seen ask(CorsGuard guard, TestExchange.Builder request) {
        return Seen.of(guard.inspect(request.build()));
    }
}
