/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import java.util.List;
import java.util.Locale;

/** What comes from browsers and from people who should not be there. */
final class EdgeSteps {
    private static final String DECIDE = "/api/v1/decide";
    private static final String DETAILS = "/health/detailed";
    static final String KNOWN = "https://app.example.com";
    static final String UNKNOWN = "https://evil.example.net";

    private EdgeSteps() {}

    static List<Step> all() {
        return List.of(
                new Step("cors", "a known origin may call", EdgeSteps::knownPreflight),
                new Step("cors", "an unknown origin is told nothing", EdgeSteps::unknownPreflight),
                new Step("cors", "browsers may read the rate limit", EdgeSteps::knownOrigin),
                new Step("operator access", "what operators see looks like 404 from outside", EdgeSteps::operator),
                new Step("headers", "a line break in the path begins no header", EdgeSteps::splitPath),
                new Step("request log", "an id with odd bytes is replaced", EdgeSteps::oddId));
    }

    static Finding knownPreflight(Client client) throws Exception {
        Response response = client.preflight(DECIDE, KNOWN, "POST");
        return Finding.of("OPTIONS " + DECIDE, response)
                .shows("Access-Control-Allow-Origin", "Access-Control-Allow-Methods")
                .expects(response.status() == 200 || response.status() == 204, "status 200 or 204")
                .expectsHeader("Access-Control-Allow-Origin", KNOWN)
                .expects(!response.has("RateLimit"), "preflights are not limited");
    }

    private static Finding unknownPreflight(Client client) throws Exception {
        Response response = client.preflight(DECIDE, UNKNOWN, "POST");
        return Finding.of("OPTIONS " + DECIDE, response)
                .says("Origin: " + UNKNOWN)
                .shows("Vary")
                .expects(!response.has("Access-Control-Allow-Origin"), "no Access-Control-Allow-Origin")
                .expects(response.header("Vary").contains("Origin"), "Vary: Origin");
    }

    private static Finding knownOrigin(Client client) throws Exception {
        Response response = client.get("/api/v1/ping", "Origin", KNOWN);
        return Finding.of("GET /api/v1/ping", response)
                .shows("Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Vary")
                .expectsStatus(200)
                .expectsHeader("Access-Control-Allow-Origin", KNOWN)
                .expects(response.header("Vary").contains("Origin"), "Vary: Origin")
                .expects(
                        // Names of fields compare without regard to case.
                        response.header("Access-Control-Expose-Headers")
                                .toLowerCase(Locale.ROOT)
                                .contains("ratelimit"),
                        "RateLimit exposed");
    }

    private static Finding operator(Client client) throws Exception {
        int inside = client.get(DETAILS).status();
        Response response = client.get(DETAILS, "X-Forwarded-For", "203.0.113.9");
        return Finding.of("GET " + DETAILS + " (forwarded)", response)
                .says("200 to an operator on this machine")
                .expects(inside == 200, "status 200 from this machine")
                .expectsStatus(404)
                .expectsHeader("X-Content-Type-Options", "nosniff");
    }

    private static Finding splitPath(Client client) throws Exception {
        Response response = client.raw(Client.loopback(1), "GET /api/v1/x%0d%0aSet-Cookie:%20stolen=1 HTTP/1.1");
        return Finding.of("GET /api/v1/x%0d%0aSet-Cookie:...", response)
                .expects(response.status() == 400 || response.status() == 404, "status 400 or 404")
                .expects(!response.has("Set-Cookie"), "no Set-Cookie");
    }

    private static Finding oddId(Client client) throws Exception {
        Response response =
                client.raw(Client.loopback(1), "GET /api/v1/ping HTTP/1.1\r\nX-Request-Id: a\u00e9 {\"fake\":1}");
        return Finding.of("GET /api/v1/ping  X-Request-Id: ...", response)
                .shows("X-Request-Id")
                .expectsStatus(200)
                .expects(response.has("X-Request-Id"), "an id of our own")
                .expects(!response.header("X-Request-Id").contains("fake"), "nothing of the id that was sent");
    }
}
