/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.demo;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Who may ask how often. */
final class LimitSteps {
    private final String page;

    LimitSteps(String page) {
        this.page = page;
    }

    List<Step> all() {
        return List.of(
                new Step("rate limit", "twenty searches a minute, then a 429 that the page can read", this::twenty),
                new Step("caller", "inventing addresses does not help", LimitSteps::spoofed));
    }

    private void twenty(Transcript step) throws Exception {
        int admitted = 0;
        Answer last = step.silent("GET", ApiSteps.NOTICES, "Origin", page);
        while (last.status() == 200 && admitted <= 20) {
            admitted++;
            last = step.silent("GET", ApiSteps.NOTICES, "Origin", page);
        }
        step.say(admitted + " answered with 200, and then:");
        step.show("GET " + ApiSteps.NOTICES, last);
        step.expect(admitted == 20, "20 admitted");
        step.expectStatus(last, 429);
        step.expect(last.isProblem(), "application/problem+json");
        step.expectHeader(last, "Access-Control-Allow-Origin", page);
        long seconds = Long.parseLong(last.header("Retry-After"));
        step.say("and after the " + seconds + " seconds it was told to wait:");
        TimeUnit.SECONDS.sleep(seconds);
        step.expectStatus(step.get(ApiSteps.NOTICES + "?hits=1"), 200);
    }

    private static void spoofed(Transcript step) throws Exception {
        Answer last = step.silent("GET", ApiSteps.NOTICES, "X-Forwarded-For", "198.51.100.1, 203.0.113.77");
        for (int i = 2; i <= 21; i++) {
            last = step.silent("GET", ApiSteps.NOTICES, "X-Forwarded-For", "198.51.100." + i + ", 203.0.113.77");
        }
        step.show("GET " + ApiSteps.NOTICES + " with the 21st invented address before its own", last);
        step.expectStatus(last, 429);
    }
}
