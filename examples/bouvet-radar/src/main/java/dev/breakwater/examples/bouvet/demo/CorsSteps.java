/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.demo;

import java.util.List;

/** Pages of other origins call, with what browsers send along. */
final class CorsSteps {
    private static final String EVIL = "https://evil.example.net";

    private final String page;

    /**
     * The steps.
     *
     * @param page the origin of the front end
     */
    CorsSteps(String page) {
        this.page = page;
    }

    List<Step> all() {
        return List.of(
                new Step("cors", "the front end's page may call, and read what is left", this::trusted),
                new Step("cors", "and so may what its pull requests are tried out on", CorsSteps::preview),
                new Step("cors", "its browser asks first where it must", this::preflight),
                new Step(
                        "cors", "a page from elsewhere is refused before anything is done for it", CorsSteps::refused));
    }

    private static Answer fetch(Transcript step, String origin) throws Exception {
        step.say("Origin: " + origin);
        return step.get(
                ApiSteps.NOTICES + "?hits=1",
                "Origin",
                origin,
                "Sec-Fetch-Mode",
                "cors",
                "Sec-Fetch-Site",
                "cross-site");
    }

    private void trusted(Transcript step) throws Exception {
        Answer answer = fetch(step, page);
        step.expectStatus(answer, 200);
        step.expectHeader(answer, "Access-Control-Allow-Origin", page);
        step.expect(answer.header("Vary").contains("Origin"), "Vary: Origin");
        step.say("  Access-Control-Expose-Headers: " + answer.header("Access-Control-Expose-Headers"));
        step.expect(answer.header("Access-Control-Expose-Headers").contains("ratelimit"), "RateLimit exposed");
    }

    private static void preview(Transcript step) throws Exception {
        String origin = "https://pr-12.preview.radar.example.org";
        step.expectHeader(fetch(step, origin), "Access-Control-Allow-Origin", origin);
        Answer longer = fetch(step, origin + ".example.net");
        step.expectStatus(longer, 403);
    }

    private static Answer ask(Transcript step, String origin, String method) throws Exception {
        step.say("Origin: " + origin + ", Access-Control-Request-Method: " + method);
        return step.shown(
                "OPTIONS",
                ApiSteps.NOTICES,
                "Origin",
                origin,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                "if-none-match");
    }

    private void preflight(Transcript step) throws Exception {
        Answer answer = ask(step, page, "GET");
        step.expectStatus(answer, 204);
        step.expectHeader(answer, "Access-Control-Max-Age", "7200");
        step.expectHeader(answer, "RateLimit", "");
        step.expectStatus(ask(step, page, "DELETE"), 403);
        step.expectStatus(ask(step, EVIL, "GET"), 403);
    }

    private static void refused(Transcript step) throws Exception {
        Answer answer = fetch(step, EVIL);
        step.expectStatus(answer, 403);
        step.expect(answer.isProblem(), "application/problem+json");
        step.expectHeader(answer, "Access-Control-Allow-Origin", "");
    }
}
