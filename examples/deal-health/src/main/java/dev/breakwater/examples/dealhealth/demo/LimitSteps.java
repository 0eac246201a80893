/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
        int admitted = with(answers, 200);
        int refused = with(answers, 429);
        // What comes back meanwhile is admitted as well.
        int returned = (int) (seconds * PER_MINUTE / 60) + 1;
        transcript.say("> GET " + DEALS + " x30 to each of both, at once");
        transcript.say("< " + admitted + "x200, " + refused + "x429 in " + Math.round(seconds * 1000) + " ms");
        transcript.expect(
                admitted >= BURST && admitted <= BURST + returned,
                BURST + " admitted, and at most " + returned + " that came back meanwhile");
        transcript.expect(admitted + refused == answers.size(), "all others refused with 429");
    }

    private static int with(List<Answer> answers, int status) {
        return (int)
                answers.stream().filter(answer -> answer.status() == status).count();
    }

    private void known(Transcript transcript) throws Exception {
        Answer answer = transcript.silent(fleet.first.port(), DEALS);
        for (int i = 0; i < 2 * BURST && answer.status() == 200; i++) {
            answer = transcript.silent(fleet.first.port(), DEALS);
        }
        // One request comes back every 600 ms, perhaps right now.
        for (int i = 0; i < 3 && transcript.silent(fleet.second.port(), DEALS).status() == 200; i++) {
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
