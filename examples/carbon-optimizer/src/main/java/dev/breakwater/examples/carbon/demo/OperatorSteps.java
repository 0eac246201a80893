/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon.demo;

import java.util.List;

/** What operators see. */
final class OperatorSteps {
    private final Events events;

    OperatorSteps(Events events) {
        this.events = events;
    }

    List<Step> all() {
        return List.of(
                new Step("operator access", "metrics are there for operators only", OperatorSteps::metrics),
                new Step("operator access", "details of the health, too", OperatorSteps::details),
                new Step("request log", "one event tells it all", this::event));
    }

    private static void metrics(Transcript step) throws Exception {
        Answer inside = step.local("/metrics/prometheus");
        inside.body().lines().filter(OperatorSteps::isShown).forEach(line -> step.say("  " + line));
        step.expectStatus(inside, 200);
        step.expect(inside.body().contains("api_requests_total{endpoint=\"optimize_workload\"}"), "the counter");
        step.expectStatus(step.get("/metrics/prometheus"), 404);
        Answer summary = step.local("/metrics/summary");
        summary.body().lines().forEach(line -> step.say("  " + line));
        step.expectStatus(summary, 200);
    }

    private static boolean isShown(String line) {
        return line.startsWith("api_requests_total")
                || line.startsWith("breakwater_ratelimit")
                || line.startsWith("breakwater_upstream_attempts");
    }

    private static void details(Transcript step) throws Exception {
        Answer inside = step.local("/health/detailed");
        step.say("  " + inside.body());
        step.expectStatus(inside, 200);
        step.expectStatus(step.get("/health/detailed"), 404);
    }

    private void event(Transcript step) throws Exception {
        String id = step.post(ApiSteps.OPTIMIZE, ApiSteps.WORK).header("X-Request-Id");
        String event = events.of(id);
        step.say(event);
        step.expect(event.contains("breakwater.upstream.electricity-maps.calls"), "the upstream in the event");
    }
}
