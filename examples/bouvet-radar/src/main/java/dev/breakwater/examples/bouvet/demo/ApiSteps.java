/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.demo;

import java.util.List;

/** What the service does, and how it answers what it cannot do. */
final class ApiSteps {
    static final String NOTICES = "/api/notices";
    static final String CPV = "/api/cpv/2008/72000000";
    static final String COUNTIES = "/api/classifications/counties";

    private static final List<String> HEADERS = List.of(
            "X-Content-Type-Options",
            "X-Frame-Options",
            "X-XSS-Protection",
            "Strict-Transport-Security",
            "Content-Security-Policy");

    private ApiSteps() {}

    static List<Step> all() {
        return List.of(
                new Step("health", "status and version, for load balancers and probes", ApiSteps::healthy),
                new Step("security headers", "the five of the guide, through a proxy that ends TLS", ApiSteps::secured),
                new Step("(service)", "searching notices", ApiSteps::searched),
                new Step("(service)", "parameters that make no sense are told so, all at once", ApiSteps::senseless),
                new Step("(service)", "what Javalin answers by itself is a problem, too", ApiSteps::nothing));
    }

    private static void healthy(Transcript step) throws Exception {
        Answer answer = step.get("/api/health");
        step.expectStatus(answer, 200);
        step.expect(answer.says("status", "UP") && answer.says("version", "1.0.0"), "status and version");
        step.expect(answer.header("RateLimit").isEmpty(), "no limit on health");
        step.expectStatus(step.get("/livez"), 200);
        step.expectStatus(step.get("/readyz"), 200);
    }

    private static void secured(Transcript step) throws Exception {
        Answer answer = step.silent("GET", CPV, "X-Forwarded-Proto", "https");
        for (String name : HEADERS) {
            step.say("  " + name + ": " + answer.header(name));
            step.expect(!answer.header(name).isEmpty(), name);
        }
        step.expectHeader(answer, "X-XSS-Protection", "0");
        step.expectHeader(answer, "Server", "");
        Answer plain = step.silent("GET", CPV);
        step.expectHeader(plain, "Strict-Transport-Security", "");
    }

    private static void searched(Transcript step) throws Exception {
        Answer answer = step.get(NOTICES + "?q=arkiv&cpv=48000000&status=ACTIVE&hits=1");
        step.expectStatus(answer, 200);
        step.expect(answer.says("source", "doffin"), "an answer of Doffin");
    }

    private static void senseless(Transcript step) throws Exception {
        Answer answer = step.get(NOTICES + "?cpv=72&status=open&from=tomorrow&hits=0");
        refused(step, answer, 400);
        step.say("  " + answer.body().substring(answer.body().indexOf("\"errors\"")));
        for (String name : List.of("cpv: ", "status: ", "from: ", "hits: ")) {
            step.expect(answer.body().contains(name), name);
        }
    }

    private static void nothing(Transcript step) throws Exception {
        refused(step, step.get("/nothing"), 404);
        Answer other = step.shown("DELETE", NOTICES);
        refused(step, other, 405);
        step.expect(other.header("Allow").contains("GET"), "Allow with GET");
    }

    private static void refused(Transcript step, Answer answer, int status) {
        step.expectStatus(answer, status);
        step.expect(answer.isProblem(), "application/problem+json");
        step.expectHeader(answer, "Cache-Control", "no-store");
    }
}
