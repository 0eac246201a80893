/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping.demo;

import dev.breakwater.drain.DrainSummary;
import dev.breakwater.examples.shopping.Options;
import dev.breakwater.examples.shopping.ShoppingOptimizer;
import dev.breakwater.examples.shopping.standin.SallingStandIn;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** How an instance stops: the load balancer is told first, and what runs comes to its end. */
record DrainStep(Options options) implements Step.Scene {
    private static final int RUNNING = 20;
    private static final int TRIES = 60;

    @Override
    public void play(Transcript here) throws Exception {
        try (ShoppingOptimizer instance = ShoppingOptimizer.start(options)) {
            Transcript step = here.with(instance.port());
            SallingStandIn salling = Objects.requireNonNull(instance.salling(), "no key, so a stand-in");
            salling.delay(Duration.ofMillis(2500));
            List<CompletableFuture<Answer>> running = IntStream.range(0, RUNNING)
                    .mapToObj(i -> step.sending(ServiceSteps.OFFERS + (2000 + i), "", "198.51.100." + i))
                    .toList();
            waitFor(() -> salling.calls() == RUNNING);
            step.say(RUNNING + " requests run, and will for 2.5 s. Now SIGTERM, or whoever calls runtime.drain():");
            CompletableFuture<DrainSummary> drain = instance.runtime().drain();
            step.expectStatus(step.get("/readyz"), 503);
            step.expectStatus(step.get("/livez"), 200);
            stillServed(step);
            waitFor(() -> step.silent("/api/v1/nothing").status() == 503);
            step.say("after the delay (5 s by default, 1 s here) nothing new is taken:");
            Answer refused = step.get("/api/v1/nothing");
            step.expect(
                    refused.status() == 503 && !refused.header("Retry-After").isEmpty(), "503 with Retry-After");
            told(step, drain.get(TRIES, TimeUnit.SECONDS));
            step.expect(running.stream().allMatch(answer -> answer.join().status() == 200), "all of them answered");
        }
    }

    private static void stillServed(Transcript step) throws Exception {
        Answer served = step.get("/api/v1/nothing");
        step.expectStatus(served, 404);
        step.expect(served.header("Connection").equalsIgnoreCase("close"), "Connection: close");
    }

    private static void told(Transcript step, DrainSummary summary) {
        step.say(summary.inFlight() + " were in flight: " + summary.finished() + " finished, " + summary.aborted()
                + " aborted; " + summary.refused() + " refused, longest "
                + summary.longest().toMillis() + " ms");
        step.expect(summary.finished() >= RUNNING && summary.aborted() == 0, "none aborted");
    }

    private static void waitFor(Condition condition) throws Exception {
        for (int i = 0; i < TRIES && !condition.holds(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }
}
