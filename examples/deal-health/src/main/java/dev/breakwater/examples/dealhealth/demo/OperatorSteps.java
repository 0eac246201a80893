/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

import java.util.List;

/** What operators see and do. */
final class OperatorSteps {
    private static final String POISONED = "poisoned";
    private static final String DEAD = "/api/v1/dead-letters";

    private final Fleet fleet;

    OperatorSteps(Fleet fleet) {
        this.fleet = fleet;
    }

    List<Step> all() {
        return List.of(
                new Step("metrics", "Prometheus scrapes the second port", this::scrape),
                new Step(
                        "(service)",
                        "an event that cannot be processed is a dead letter, and holds up no other",
                        this::dies),
                new Step("operator access", "to all others there are none", this::outside),
                new Step("(service)", "repaired and driven again, it counts", this::redriven),
                new Step("upstream", "the kill switch: the model is not asked, tips are left out", this::killed));
    }

    private void scrape(Transcript transcript) throws Exception {
        Answer metrics = transcript.silent(fleet.first.opsPort(), "/metrics");
        transcript.expectStatus(metrics, 200);
        for (String name : List.of(
                "deal_health_queue_depth ",
                "deal_health_errors_total ",
                "deal_health_request_duration_seconds_bucket{le=\"1.0\"}",
                "breakwater_queue_depth{queue=\"events\"}")) {
            transcript.expect(metrics.body().contains(name), name);
            metrics.body().lines().filter(line -> line.startsWith(name)).forEach(transcript::say);
        }
    }

    private void dies(Transcript transcript) throws Exception {
        // Somebody wrote something else where this deal's evidence belongs.
        fleet.redis.command("SET", "deal-health:evidence:" + POISONED, "x");
        String event = "{\"id\":\"poison-1\",\"dealId\":\"" + POISONED + "\",\"kind\":\"automated_test\",\"value\":1}";
        transcript.expectStatus(transcript.post(fleet.first.port(), DealSteps.EVENTS, event), 202);
        transcript.expectStatus(
                transcript.post(
                        fleet.first.port(), DealSteps.EVENTS, DealSteps.observed("sound", "automated_test", "works")),
                202);
        transcript.await(
                "a dead letter", 10, () -> operator(transcript, DEAD).body().contains("poison-1"));
        transcript.get(fleet.first.port(), DEAD, "Authorization", "Bearer " + Fleet.OPS_TOKEN);
        transcript.expectStatus(transcript.get(fleet.first.port(), "/api/v1/deals/sound/health"), 200);
    }

    private Answer operator(Transcript transcript, String path) throws Exception {
        Thread.sleep(300);
        return transcript.quiet(fleet.first.port(), path, "Authorization", "Bearer " + Fleet.OPS_TOKEN);
    }

    private void outside(Transcript transcript) throws Exception {
        Answer answer = transcript.get(fleet.first.port(), DEAD, "X-Forwarded-For", "203.0.113.9");
        transcript.expectStatus(answer, 404);
    }

    private void redriven(Transcript transcript) throws Exception {
        fleet.redis.command("DEL", "deal-health:evidence:" + POISONED);
        Answer again = transcript.post(
                fleet.first.port(), DEAD + "/poison-1/redrive", "{}", "Authorization", "Bearer " + Fleet.OPS_TOKEN);
        transcript.expectStatus(again, 202);
        transcript.await("the score", 5, () -> {
            Thread.sleep(300);
            return transcript
                            .silent(fleet.first.port(), "/api/v1/deals/" + POISONED + "/health")
                            .number("score")
                    == 1;
        });
    }

    private void killed(Transcript transcript) throws Exception {
        String upstream = "/breakwater/upstreams/verifier";
        Answer off = transcript.post(
                fleet.first.opsPort(), upstream + "/disable", "", "Authorization", "Bearer " + Fleet.OPS_TOKEN);
        transcript.expectStatus(off, 200);
        transcript.expectStatus(
                transcript.post(
                        fleet.first.port(),
                        DealSteps.EVENTS,
                        "{\"dealId\":\"unread\",\"kind\":\"community_tip\",\"text\":\"It works\"}"),
                202);
        transcript.await("evidence without a value", 5, () -> {
            Thread.sleep(300);
            Answer health = transcript.silent(fleet.first.port(), "/api/v1/deals/unread/health");
            return health.status() == 200 && health.body().contains("\"status\":\"unknown\"");
        });
        transcript.expectStatus(
                transcript.post(
                        fleet.first.opsPort(), upstream + "/enable", "", "Authorization", "Bearer " + Fleet.OPS_TOKEN),
                200);
    }
}
