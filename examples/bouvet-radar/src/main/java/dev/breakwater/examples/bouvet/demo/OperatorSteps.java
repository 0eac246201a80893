/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.demo;

import dev.breakwater.examples.bouvet.BouvetRadar;
import dev.breakwater.examples.bouvet.Options;
import dev.breakwater.exchange.TimeSource;
import java.util.List;
import java.util.Map;

/** What operators see, and what they are kept from. */
final class OperatorSteps {
    private static final String KEY = "shown-in-no-log-3f9a";

    private final Events events;

    OperatorSteps(Events events) {
        this.events = events;
    }

    List<Step> all() {
        return List.of(
                new Step("operator access", "metrics are there for operators only", OperatorSteps::metrics),
                new Step("request log", "one event tells it all", this::event),
                new Step("audit log", "security events have a file of their own", this::audit),
                new Step("production", "starts neither with debug on nor without a key", OperatorSteps::production));
    }

    private static void metrics(Transcript step) throws Exception {
        Answer inside = step.local("/metrics/prometheus");
        inside.body()
                .lines()
                .filter(line ->
                        line.startsWith("breakwater_ratelimit") || line.startsWith("breakwater_upstream_attempts"))
                .forEach(line -> step.say("  " + line));
        step.expectStatus(inside, 200);
        step.expectStatus(step.get("/metrics/prometheus"), 404);
        Answer summary = step.local("/metrics/summary");
        summary.body().lines().forEach(line -> step.say("  " + line));
        step.expectStatus(summary, 200);
    }

    private void event(Transcript step) throws Exception {
        String id = step.get(ApiSteps.NOTICES + "?q=kurs").header("X-Request-Id");
        String event = events.of(id);
        step.say(event);
        step.expect(event.contains("breakwater.upstream.doffin.calls"), "the upstream in the event");
    }

    private void audit(Transcript step) throws Exception {
        List<String> lines = events.audited();
        step.say(events.auditFile() + " has " + lines.size() + " lines of this run; the last of each kind:");
        for (String event : List.of("excess_rate_limit_exceeded", "malicious_cors")) {
            String last = lines.stream()
                    .filter(line -> line.contains("\"breakwater.security.event\":\"" + event))
                    .reduce("", (before, line) -> line);
            step.say("  " + last);
            step.expect(!last.isEmpty(), event);
        }
        step.expect(lines.stream().allMatch(line -> line.contains("breakwater.security.event")), "nothing else");
    }

    private static void production(Transcript step) {
        refusedStart(step, Map.of("FLASK_ENV", "production", "DOFFIN_API_KEY", KEY, "DEBUG", "1"), "DEBUG");
        refusedStart(step, Map.of("FLASK_ENV", "production"), "DOFFIN_API_KEY");
    }

    private static void refusedStart(Transcript step, Map<String, String> environment, String because) {
        step.say("> start with " + String.join(", ", environment.keySet()));
        try (BouvetRadar started =
                BouvetRadar.start(new Options(environment, List.of(), TimeSource.system(), (level, line) -> {}))) {
            step.expect(false, "no start, but it is on port " + started.port());
        } catch (IllegalArgumentException refused) {
            String why = String.valueOf(refused.getMessage());
            step.say("< " + why.strip());
            step.expect(why.contains(because) && !why.contains(KEY), because + " as the reason, and no key");
        }
    }
}
