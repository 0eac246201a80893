/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping.demo;

import dev.breakwater.examples.shopping.standin.SallingStandIn;
import java.util.List;

/** What the service does when all is well, and what guards it then. */
final class ServiceSteps {
    static final String OFFERS = "/api/v1/offers?zip=";
    static final String OPTIMIZE = "/api/v1/optimize";
    static final String MEALS = "/api/v1/meals";

    static final String LIST = "{\"zip\":\"8000\",\"items\":[\"milk\",\"rye bread\",\"cheese\"],\"maxStores\":2}";
    private static final int MEALS_A_MINUTE = 20;

    private final SallingStandIn salling;

    ServiceSteps(SallingStandIn salling) {
        this.salling = salling;
    }

    List<Step> all() {
        return List.of(
                new Step("health", "the load balancer asks", ServiceSteps::healthy),
                new Step("(service)", "where to buy what", ServiceSteps::optimized),
                new Step("(service)", "what to cook of it", ServiceSteps::cooked),
                new Step("security headers", "an answer has all headers of an API", ServiceSteps::secured),
                new Step("request limits", "what makes no sense is told so", ServiceSteps::senseless),
                new Step("upstream: cache", "a postcode is asked for once", this::cached),
                new Step("rate limit", "a model costs money: twenty meals a minute", ServiceSteps::limited),
                new Step("operators", "metrics and health of all dependencies", ServiceSteps::operated));
    }

    private static void healthy(Transcript step) throws Exception {
        for (String path : List.of("/livez", "/readyz", "/health")) {
            step.expectStatus(step.get(path), 200);
        }
    }

    private static void optimized(Transcript step) throws Exception {
        Answer answer = step.post(OPTIMIZE, LIST);
        step.expectStatus(answer, 200);
        step.expect(answer.says("total", 38.34), "the cheapest basket");
    }

    private static void cooked(Transcript step) throws Exception {
        Answer answer = step.post(MEALS, "{\"zip\":\"8000\"}");
        step.expect(answer.says("source", "gemini"), "the model's idea");
    }

    private static void secured(Transcript step) throws Exception {
        Answer answer = step.silent(OFFERS + "8000");
        for (String name : List.of("X-Content-Type-Options", "X-Frame-Options", "Content-Security-Policy")) {
            step.say("  " + name + ": " + answer.header(name));
            step.expect(!answer.header(name).isEmpty(), name);
        }
        step.expect(answer.header("Server").isEmpty(), "no Server header");
    }

    private static void senseless(Transcript step) throws Exception {
        step.expectStatus(step.post(OPTIMIZE, "{\"zip\":\"8000\","), 400);
        step.expectStatus(step.post(OPTIMIZE, "{\"zip\":\"Aarhus\",\"items\":[\"milk\"]}"), 400);
        step.expectStatus(step.get("/api/v1/nothing"), 404);
        step.expectStatus(step.get(OPTIMIZE), 405);
        Answer large =
                step.sending(OPTIMIZE, " ".repeat(20_000), "203.0.113.200").join();
        step.expectStatus(step.show("POST " + OPTIMIZE + " with 20000 bytes", large), 413);
    }

    private void cached(Transcript step) throws Exception {
        int before = salling.calls();
        step.get(OFFERS + "5000");
        step.get(OFFERS + "5000");
        int calls = salling.calls() - before;
        step.say("calls to the Salling Group: " + calls);
        step.expect(calls == 1, "one call");
    }

    private static void limited(Transcript step) throws Exception {
        Answer last = step.post(MEALS, "{\"zip\":\"8000\"}");
        for (int i = 1; i <= MEALS_A_MINUTE; i++) {
            last = step.sending(MEALS, "{\"zip\":\"8000\"}", step.address()).join();
        }
        step.show("POST " + MEALS + " for the " + (MEALS_A_MINUTE + 1) + "st time", last);
        step.expectStatus(last, 429);
    }

    private static void operated(Transcript step) throws Exception {
        step.expectStatus(step.local("/health/detailed", "{"), 200);
        step.expectStatus(step.local("/metrics", "{"), 200);
        step.expectStatus(step.local("/metrics/summary", "up ", "salling", "gemini"), 200);
        Answer scrape = step.local("/metrics/prometheus", "breakwater_cache_requests_total");
        step.expect(scrape.body().contains("http_server_requests_seconds_count"), "requests by route");
        step.say("and for everybody else:");
        step.expectStatus(step.get("/metrics/prometheus"), 404);
    }
}
