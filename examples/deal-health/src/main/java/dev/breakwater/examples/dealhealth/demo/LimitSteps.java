/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One client too eager, at both instances at once. */
final class LimitSteps {
    private static final String DEALS = "/api/v1/deals";
    private static final int BURST = 20;
    private static final int PER_MINUTE = 100;

    private final Fleet fleet;

    LimitSteps(Fleet fleet) {
        this.fleet = fleet;
    }

    List<Step> all() {
        return List.of(
                new Step(
                        "rate limit",
                        "sixty requests at once to both instances: one burst of 20 for both",
                        this::burst),
                new Step("rate limit", "what one instance charged, the other knows", this::known),
                new Step("rate limit", "probes are never limited", this::probes));
    }

    private void burst(Transcript transcript) throws Exception {
        expectShared(transcript, fleet);
    }

    /** Sends a burst to both instances, and expects that what both admit together is one burst. */
    static void expectShared(Transcript transcript, Fleet fleet) {
        long started = System.nanoTime();
        List<CompletableFuture<Answer>> sent = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            sent.add(transcript.getting(fleet.first.port(), DEALS));
            sent.add(transcript.getting(fleet.second.port(), DEALS));
        }
        List<Answer> answers = sent.stream().map(CompletableFuture::join).toList();
        double seconds = (System.nanoTime() - started) / (double) TimeUnit.SECONDS.toNanos(1);
        int refused = (int) answers.stream().filter(LimitSteps::isRefused).count();
        int admitted = answers.size() - refused;
        // What comes back meanwhile is admitted as well.
        int returned = (int) (seconds * PER_MINUTE / 60) + 1;
        transcript.say("> GET " + DEALS + " x30 to each of both, at once");
        transcript.say("< " + counted(answers) + " in " + Math.round(seconds * 1000) + " ms");
        transcript.expect(
                admitted >= BURST && admitted <= BURST + returned,
                BURST + " admitted, and at most " + returned
                        + " that came back meanwhile; all others refused with 429");
    }

    /** By the limit; whatever else the service answers, the limit let through. */
    private static boolean isRefused(Answer answer) {
        return answer.status() == 429;
    }

    private static String counted(List<Answer> answers) {
        Map<Integer, Integer> times = new TreeMap<>();
        answers.forEach(answer -> times.merge(answer.status(), 1, Integer::sum));
        return times.entrySet().stream()
                .map(entry -> entry.getValue() + "x" + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private void known(Transcript transcript) throws Exception {
        Answer answer = transcript.silent(fleet.first.port(), DEALS);
        for (int i = 0; i < 2 * BURST && !isRefused(answer); i++) {
            answer = transcript.silent(fleet.first.port(), DEALS);
        }
        // One request comes back every 600 ms, perhaps right now.
        for (int i = 0; i < 3 && !isRefused(transcript.silent(fleet.second.port(), DEALS)); i++) {
            transcript.say("one had come back");
        }
        Answer other = transcript.get(fleet.second.port(), DEALS);
        transcript.expectStatus(other, 429);
        transcript.expect(other.isProblem(), "application/problem+json");
        transcript.expect(!other.header("Retry-After").isEmpty(), "Retry-After");
    }

    private void probes(Transcript transcript) throws Exception {
        for (int i = 0; i < 3 * BURST; i++) {
            transcript.expectStatus(transcript.silent(fleet.first.port(), "/livez"), 200);
        }
        transcript.say("60 x GET /livez: 200");
    }
}
