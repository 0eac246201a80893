/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the service is for, and requests that make no sense. */
final class DealSteps {
    static final String EVENTS = "/api/v1/events";

    private final Fleet fleet;

    DealSteps(Fleet fleet) {
        this.fleet = fleet;
    }

    List<Step> all() {
        return List.of(
                new Step("health", "alive, ready and in good health", this::probes),
                new Step("(service)", "three kinds of evidence, told to both instances, make one score", this::score),
                new Step("(service)", "what is ten days old weighs e^-1 of what is new", this::decay),
                new Step("(service)", "the same event told again changes nothing", this::twice),
                new Step("upstream", "a language model reads a tip", this::tip),
                new Step("upstream", "while it is overloaded, the tip is left out", this::modelFails),
                new Step("(service)", "an event that makes no sense is answered clearly", this::malformed),
                new Step("request limits", "a huge body is refused", this::huge),
                new Step("(service)", "a token that is not genuine is refused", this::wrongToken),
                new Step("cors", "a page of a known origin may ask", this::known),
                new Step("cors", "a page of any other may not", this::unknown));
    }

    static String observed(String deal, String kind, String outcome) {
        return "{\"dealId\":\"" + deal + "\",\"kind\":\"" + kind + "\",\"outcome\":\"" + outcome + "\"}";
    }

    private static String path(String deal) {
        return "/api/v1/deals/" + deal + "/health";
    }

    private void probes(Transcript transcript) throws Exception {
        for (String path : List.of("/livez", "/readyz", "/health")) {
            transcript.expectStatus(transcript.get(fleet.first.port(), path), 200);
        }
    }

    private void score(Transcript transcript) throws Exception {
        transcript.expectStatus(
                transcript.post(fleet.first.port(), EVENTS, observed("espresso-20", "automated_test", "works")), 202);
        transcript.expectStatus(
                transcript.post(
                        fleet.second.port(), EVENTS, observed("espresso-20", "community_verification", "partly")),
                202);
        transcript.expectStatus(
                transcript.post(fleet.first.port(), EVENTS, observed("espresso-20", "community_tip", "fails")), 202);
        awaitScore(transcript, fleet.second.port(), "espresso-20", 0.75);
        Answer health = transcript.get(fleet.second.port(), path("espresso-20"));
        transcript.expect(health.body().contains("\"status\":\"healthy\""), "status healthy");
    }

    private static void awaitScore(Transcript transcript, int port, String deal, double score) throws Exception {
        transcript.await(
                "a score of " + score + " for " + deal,
                5,
                () -> pausing(Math.abs(transcript.silent(port, path(deal)).number("score") - score) < 1e-3));
    }

    // A client that asks more often than it may is refused, and this is one.
    private static boolean pausing(boolean found) throws InterruptedException {
        if (!found) {
            Thread.sleep(600);
        }
        return found;
    }

    private void decay(Transcript transcript) throws Exception {
        Instant then = Instant.now().minus(Duration.ofDays(10));
        String old =
                "{\"dealId\":\"old-test\",\"kind\":\"automated_test\",\"value\":1,\"observedAt\":\"" + then + "\"}";
        transcript.expectStatus(transcript.post(fleet.first.port(), EVENTS, old), 202);
        transcript.expectStatus(
                transcript.post(fleet.first.port(), EVENTS, observed("old-test", "community_verification", "fails")),
                202);
        double weight = 0.6 * Math.exp(-1);
        awaitScore(transcript, fleet.first.port(), "old-test", weight / (weight + 0.3));
        transcript.get(fleet.first.port(), path("old-test"));
    }

    private void twice(Transcript transcript) throws Exception {
        String event = "{\"id\":\"event-77\",\"dealId\":\"twice\",\"kind\":\"automated_test\",\"value\":0.4}";
        for (int port : new int[] {fleet.first.port(), fleet.first.port(), fleet.second.port()}) {
            Answer answer = transcript.post(port, EVENTS, event);
            transcript.expectStatus(answer, 202);
            transcript.expect(answer.body().contains("event-77"), "the same id");
        }
        awaitScore(transcript, fleet.first.port(), "twice", 0.4);
        Answer health = transcript.get(fleet.first.port(), path("twice"));
        transcript.expect(health.body().split("\"id\":\"event-77\"", -1).length == 2, "one piece of evidence");
    }

    private void tip(Transcript transcript) throws Exception {
        transcript.expectStatus(
                transcript.post(
                        fleet.first.port(),
                        EVENTS,
                        "{\"dealId\":\"tipped\",\"kind\":\"community_tip\",\"text\":\"It works with the app\"}"),
                202);
        awaitScore(transcript, fleet.first.port(), "tipped", 1);
    }

    private void modelFails(Transcript transcript) throws Exception {
        transcript.expectStatus(
                transcript.post(fleet.first.port(), EVENTS, observed("untold", "automated_test", "works")), 202);
        transcript.expectStatus(
                transcript.post(
                        fleet.first.port(),
                        EVENTS,
                        "{\"dealId\":\"untold\",\"kind\":\"community_tip\",\"text\":\"simulate-llm-failure\"}"),
                202);
        transcript.await("less confidence", 5, () -> {
            double confidence =
                    transcript.silent(fleet.second.port(), path("untold")).number("confidence");
            return pausing(Math.abs(confidence - 0.6 / 0.7) < 1e-3);
        });
        Answer health = transcript.get(fleet.second.port(), path("untold"));
        transcript.expect(health.number("score") == 1, "the score of the test alone");
    }

    private void malformed(Transcript transcript) throws Exception {
        for (String body : List.of(
                "{\"dealId\":",
                "{\"dealId\":\"d\",\"kind\":\"rumour\",\"value\":1}",
                "{\"dealId\":\"d\",\"kind\":\"automated_test\",\"value\":1.5}",
                "{\"dealId\":\"d\",\"kind\":\"automated_test\",\"value\":1,\"colour\":\"red\"}")) {
            Answer answer = transcript.post(fleet.first.port(), EVENTS, body);
            transcript.expectStatus(answer, 400);
            transcript.expect(answer.isProblem(), "application/problem+json");
        }
    }

    private void huge(Transcript transcript) throws Exception {
        String text = "long ".repeat(20_000);
        Answer answer = transcript.post(
                fleet.first.port(), EVENTS, "{\"dealId\":\"d\",\"kind\":\"community_tip\",\"text\":\"" + text + "\"}");
        transcript.expectStatus(answer, 413);
    }

    private void wrongToken(Transcript transcript) throws Exception {
        Answer answer = transcript.get(fleet.first.port(), "/api/v1/deals", "Authorization", "Bearer a.b.c");
        transcript.expectStatus(answer, 401);
    }

    private void known(Transcript transcript) throws Exception {
        String origin = "https://shopgraph.com";
        Answer answer = transcript.preflight(fleet.first.port(), EVENTS, origin);
        transcript.expect(answer.header("Access-Control-Allow-Origin").equals(origin), "the origin allowed");
    }

    private void unknown(Transcript transcript) throws Exception {
        Answer answer = transcript.preflight(fleet.first.port(), EVENTS, "https://evil.example");
        transcript.expect(answer.header("Access-Control-Allow-Origin").isEmpty(), "no origin allowed");
    }
}
