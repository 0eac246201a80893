/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Redis is killed in the middle of a spike, and comes back, empty, after it. Each of two instances goes on with its share
 * of the limits and with what it knew of the deals; observations wait.
 */
final class DealHealthOutage implements Scenario {
    private static final int PER_INSTANCE = 500;

    @Override
    public void run(Stage stage) throws Exception {
        try (Redis redis = Redis.start();
                DealHealthFleet fleet = DealHealthFleet.start(stage, redis, 2)) {
            fleet.prepare();
            Duration span = Duration.ofSeconds(20);
            Phase phase = new Phase(stage, "Redis killed", span);
            DealHealthFleet.Result result = fleet.load(phase, PER_INSTANCE);
            CompletableFuture<Void> killed = CompletableFuture.runAsync(redis::kill, after(5));
            phase.run();
            killed.get();
            fleet.report("Redis killed", span, result);
            report(stage, fleet, result);
            back(stage, redis, fleet);
        }
    }

    private static Executor after(int seconds) {
        return CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS);
    }

    private static void back(Stage stage, Redis redis, DealHealthFleet fleet) throws Exception {
        redis.restart();
        fleet.prepare(Duration.ofSeconds(6));
        Report report = stage.report();
        DealHealthFleet.Result after = fleet.load("Redis is back", PER_INSTANCE, stage.seconds(5));
        report.atMost("errors with Redis back", after.errorPercent(), 0.1, " %");
        report.atLeast(
                "instances whose limits are shared again", fleet.sum("breakwater_ratelimit_store_available"), 2, "");
    }

    private static void report(Stage stage, DealHealthFleet fleet, DealHealthFleet.Result result) throws Exception {
        Report report = stage.report();
        report.atMost("5xx, or no answer", result.errorPercent(), 0, " %");
        report.atMost("p95", result.good().millis(0.95), 500, " ms");
        report.atMost("429 to who is within the limit", result.good().limited(), 0, "");
        report.atMost("probes not 200", result.probes().sent() - result.probes().served(), 0, "");
        report.atMost("slowest probe", result.probes().millis(1), 1_000, " ms");
        report.atMost("requests in flight afterwards", fleet.sum("breakwater_overload_in_flight"), 0, "");
    }
}
