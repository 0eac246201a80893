/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon.demo;

import java.util.List;

/** What the service does, and how it answers what it cannot do. */
final class ApiSteps {
    static final String OPTIMIZE = "/api/v1/optimize";
    static final String INTENSITY = "/api/v1/carbon-intensity?zone=";
    static final String WORK = "{\"durationHours\":3,\"powerWatts\":800,\"zones\":[\"DE\",\"FR\",\"GB\"]}";

    private ApiSteps() {}

    static List<Step> all() {
        return List.of(
                new Step("health", "the load balancer asks", ApiSteps::healthy),
                new Step("security headers", "an answer has all headers of an API", ApiSteps::secured),
                new Step("(service)", "where and when to run", ApiSteps::optimized),
                new Step("(service)", "requests that make no sense are told so", ApiSteps::senseless));
    }

    private static void healthy(Transcript step) throws Exception {
        for (String path : List.of("/livez", "/readyz", "/health")) {
            Answer answer = step.get(path);
            step.expectStatus(answer, 200);
            step.expect(answer.header("RateLimit").isEmpty(), "no limit on " + path);
        }
    }

    private static void secured(Transcript step) throws Exception {
        Answer answer = step.get("/api/v1/zones");
        for (String name :
                List.of("X-Content-Type-Options", "X-Frame-Options", "Content-Security-Policy", "Referrer-Policy")) {
            step.say("  " + name + ": " + answer.header(name));
            step.expect(!answer.header(name).isEmpty(), name);
        }
        step.expectStatus(answer, 200);
        step.expect(answer.header("Server").isEmpty(), "no Server header");
    }

    private static void optimized(Transcript step) throws Exception {
        Answer answer = step.post(OPTIMIZE, WORK);
        step.expectStatus(answer, 200);
        step.expect(answer.says("zone", "FR"), "the cleanest zone, FR");
        step.expect(answer.says("source", "electricity-maps"), "by a forecast");
    }

    private static void senseless(Transcript step) throws Exception {
        refused(step, step.post(OPTIMIZE, "{\"durationHours\": 3,"), 400);
        refused(step, step.post(OPTIMIZE, WORK.replace("800", "\"much\"")), 400);
        refused(step, step.post(OPTIMIZE, WORK.replace("800", "1e400")), 400);
        refused(step, step.post(OPTIMIZE, WORK.replace("GB", "XX")), 400);
        refused(step, step.get(INTENSITY + "XX"), 404);
        Answer other = step.get(OPTIMIZE);
        refused(step, other, 405);
        step.expect(other.header("Allow").equals("POST"), "Allow: POST");
        refused(step, step.shown("POST", OPTIMIZE, WORK, "Content-Type", "text/plain"), 415);
    }

    private static void refused(Transcript step, Answer answer, int status) {
        step.expectStatus(answer, status);
        step.expect(answer.isProblem(), "application/problem+json");
    }
}
