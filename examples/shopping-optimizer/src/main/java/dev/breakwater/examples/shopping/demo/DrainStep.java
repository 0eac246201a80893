/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping.demo;

import dev.breakwater.examples.shopping.Options;
import dev.breakwater.examples.shopping.ShoppingOptimizer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** How an instance stops: the load balancer is told first, and what runs comes to its end. */
record DrainStep(Options options) implements Step.Scene {
    private static final int RUNNING = 20;

    @Override
    public void play(Transcript here) throws Exception {
        try (ShoppingOptimizer instance = ShoppingOptimizer.start(options)) {
            Transcript step = here.with(instance.port());
            Objects.requireNonNull(instance.salling(), "no key, so a stand-in").delay(Duration.ofSeconds(2));
            List<CompletableFuture<Answer>> running = IntStream.range(0, RUNNING)
                    .mapToObj(i -> step.sending(ServiceSteps.OFFERS + (2000 + i), "", "198.51.100." + i))
                    .toList();
            here.expect(running.stream().allMatch(answer -> answer.join().status() == 200), "all answered");
        }
    }
}
