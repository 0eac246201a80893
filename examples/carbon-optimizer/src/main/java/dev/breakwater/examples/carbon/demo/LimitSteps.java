/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon.demo;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Who may ask how often, and from where. */
final class LimitSteps {
    private static final String ZONES = "/api/v1/zones";
    private static final String KNOWN = "https://yourdomain.com";

    private LimitSteps() {}

    static List<Step> all() {
        return List.of(
                new Step("rate limit", "twenty optimisations a minute, then 429", LimitSteps::twentyPerMinute),
                new Step("rate limit", "a hundred requests an hour, then 429", LimitSteps::hundredPerHour),
                new Step("caller", "inventing addresses does not help", LimitSteps::spoofed),
                new Step("cors", "a known origin may call, another is told nothing", LimitSteps::preflights));
    }

    private static void twentyPerMinute(Transcript step) throws Exception {
        Answer refused = crowd(step, "POST", ApiSteps.OPTIMIZE, ApiSteps.WORK, 20);
        long seconds = Long.parseLong(refused.header("Retry-After"));
        step.say("and after the " + seconds + " seconds it was told to wait:");
        TimeUnit.SECONDS.sleep(seconds);
        step.expectStatus(step.post(ApiSteps.OPTIMIZE, ApiSteps.WORK), 200);
    }

    private static void hundredPerHour(Transcript step) throws Exception {
        crowd(step, "GET", ZONES, "", 100);
    }

    private static Answer crowd(Transcript step, String method, String path, String body, int quota) throws Exception {
        int admitted = 0;
        Answer last = step.silent(method, path, body, "Content-Type", "application/json");
        while (last.status() == 200 && admitted <= quota) {
            admitted++;
            last = step.silent(method, path, body, "Content-Type", "application/json");
        }
        step.say(admitted + " answered with 200, and then:");
        step.show(method + ' ' + path, last);
        step.expect(admitted == quota, quota + " admitted");
        step.expectStatus(last, 429);
        step.expect(last.isProblem() && !last.header("Retry-After").isEmpty(), "a problem with Retry-After");
        return last;
    }

    private static void spoofed(Transcript step) throws Exception {
        Answer last = step.get(ZONES, "X-Forwarded-For", "198.51.100.1, 203.0.113.77");
        for (int i = 2; i <= 101; i++) {
            last = step.silent("GET", ZONES, "", "X-Forwarded-For", "198.51.100." + i + ", 203.0.113.77");
        }
        step.show("GET " + ZONES + " with the 101st invented address before its own", last);
        step.expectStatus(last, 429);
    }

    private static void preflights(Transcript step) throws Exception {
        Answer known = preflight(step, KNOWN);
        step.expect(known.header("Access-Control-Allow-Origin").equals(KNOWN), "the origin allowed");
        step.expect(
                known.header("Access-Control-Allow-Headers").equalsIgnoreCase("Content-Type"), "Content-Type allowed");
        Answer unknown = preflight(step, "https://evil.example.net");
        step.expect(unknown.header("Access-Control-Allow-Origin").isEmpty(), "nothing allowed");
    }

    private static Answer preflight(Transcript step, String origin) throws Exception {
        step.say("Origin: " + origin);
        return step.shown(
                "OPTIONS",
                ApiSteps.OPTIMIZE,
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "content-type");
    }
}
