/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import java.util.List;

/** Ordinary traffic: probes, decisions and requests that cannot be understood. */
final class ServiceSteps {
    private static final String DECIDE = "/api/v1/decide";

    private ServiceSteps() {}

    static List<Step> all() {
        return List.of(
                new Step("health", "alive", client -> probe(client, "/livez")),
                new Step("health", "ready for traffic", client -> probe(client, "/readyz")),
                new Step("health", "in good health", client -> probe(client, "/health")),
                new Step("headers", "answered, with the security headers of an API", ServiceSteps::headers),
                new Step("(service)", "decided by a rule, for nothing", ServiceSteps::rule),
                new Step("(service)", "spam ends here, for nothing", ServiceSteps::spam),
                new Step("(service)", "malformed JSON answered clearly", ServiceSteps::malformed),
                new Step("(service)", "an unknown plan answered clearly", ServiceSteps::wrongPlan),
                new Step("(service)", "a huge message answered clearly", ServiceSteps::huge),
                new Step("headers", "errors carry the security headers too", ServiceSteps::unknownPath));
    }

    private static Finding probe(Client client, String path) throws Exception {
        Response response = client.get(path);
        return Finding.of("GET " + path, response)
                .shows("Content-Type", "Cache-Control")
                .expectsStatus(200)
                .expects(!response.has("RateLimit"), "probes are not limited");
    }

    private static Finding headers(Client client) throws Exception {
        Response response = client.get("/api/v1/ping");
        return secured(Finding.of("GET /api/v1/ping", response))
                .shows("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "RateLimit")
                .expectsStatus(200)
                .expects(response.body().contains("\"status\":\"ok\""), "status ok in the body");
    }

    private static Finding secured(Finding finding) {
        return finding.expectsHeader("X-Content-Type-Options", "nosniff").expectsHeader("X-Frame-Options", "DENY");
    }

    private static Finding rule(Client client) throws Exception {
        Response response = client.post(DECIDE, "{\"message\":\"I was charged twice, refund me\",\"plan\":\"pro\"}");
        return Finding.of("POST " + DECIDE, response)
                .says(response.body())
                .expectsStatus(200)
                .expects(response.body().contains("\"source\":\"rules\""), "decided by rules");
    }

    private static Finding spam(Client client) throws Exception {
        Response response = client.post(DECIDE, "{\"message\":\"You have won! Click here to claim\"}");
        return Finding.of("POST " + DECIDE, response)
                .says(response.body())
                .expectsStatus(200)
                .expects(response.body().contains("\"action\":\"ignore\""), "ignored");
    }

    private static Finding malformed(Client client) throws Exception {
        Response response = client.post(DECIDE, "{\"message\": \"no end");
        return refused(Finding.of("POST " + DECIDE + " {\"mess...", response), response, 400);
    }

    private static Finding wrongPlan(Client client) throws Exception {
        Response response = client.post(DECIDE, "{\"message\":\"hello\",\"plan\":\"gold\"}");
        return refused(Finding.of("POST " + DECIDE + " plan=gold", response), response, 400);
    }

    private static Finding huge(Client client) throws Exception {
        Response response = client.post(DECIDE, "{\"message\":\"" + "long ".repeat(20_000) + "\"}");
        return refused(Finding.of("POST " + DECIDE + " 100 KB", response), response, 413);
    }

    private static Finding refused(Finding finding, Response response, int status) {
        return secured(finding)
                .shows("Content-Type")
                .expectsStatus(status)
                .expects(response.isProblem(), "application/problem+json");
    }

    private static Finding unknownPath(Client client) throws Exception {
        Response response = client.get("/api/v1/nothing");
        return secured(Finding.of("GET /api/v1/nothing", response))
                .shows("X-Content-Type-Options", "X-Frame-Options")
                .expectsStatus(404);
    }
}
