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
 * Redis is killed under traffic, and comes back, empty; then it stands still, and goes on. Each of two instances goes on
 * with its share of the limits and with what it knew of the deals; observations wait.
 */
final class DealHealthOutage implements Scenario {
    // What a small machine carries easily: what is asked is what an outage adds.
    private static final int PER_INSTANCE = 100;
    private static final int WELL_SECONDS = 20;
    private static final int AWAY_SECONDS = 20;
    private static final int FAULT_AFTER_SECONDS = 5;

    @Override
    public void run(Stage stage) throws Exception {
        try (Redis redis = Redis.start();
                DealHealthFleet fleet = DealHealthFleet.start(stage, redis, 2)) {
            fleet.prepare();
            DealHealthFleet.Result well = fleet.load("Redis is well", PER_INSTANCE, stage.seconds(WELL_SECONDS));
            away(stage, fleet, well, "Redis killed", redis::kill);
            redis.restart();
            back(stage, fleet, "Redis is back");
            away(stage, fleet, well, "Redis stands still", redis::pause);
            redis.resume();
            back(stage, fleet, "Redis goes on");
        }
    }

    private static void away(
            Stage stage, DealHealthFleet fleet, DealHealthFleet.Result well, String name, Runnable fault)
            throws Exception {
        Duration span = stage.seconds(AWAY_SECONDS);
        Phase phase = new Phase(stage, name, span);
        DealHealthFleet.Result result = fleet.load(phase, PER_INSTANCE);
        CompletableFuture<Void> done = CompletableFuture.runAsync(fault, after(stage.seconds(FAULT_AFTER_SECONDS)));
        phase.run();
        done.get();
        fleet.report(name, span, result);
        Report report = stage.report();
        report.atMost(name + ": 5xx, or no answer", result.errorPercent(), 0, " %");
        report.atMost(name + ": p50 beyond that before", more(result, well, 0.5), 1, " ms");
        report.atMost(name + ": p99 beyond that before", more(result, well, 0.99), 50, " ms");
        report.atMost(name + ": slowest answer", result.good().millis(1), 500, " ms");
        report.atMost(name + ": 429 to who is within the limit", result.good().limited(), 0, "");
        report.atMost(
                name + ": probes not 200",
                result.probes().sent() - result.probes().served(),
                0,
                "");
        report.atMost(name + ": requests in flight afterwards", fleet.sum("breakwater_overload_in_flight"), 0, "");
    }

    private static double more(DealHealthFleet.Result now, DealHealthFleet.Result before, double share) {
        return now.good().millis(share) - before.good().millis(share);
    }

    private static Executor after(Duration time) {
        return CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void back(Stage stage, DealHealthFleet fleet, String name) throws Exception {
        fleet.prepare(Duration.ofSeconds(6));
        DealHealthFleet.Result after = fleet.load(name, PER_INSTANCE, stage.seconds(5));
        Report report = stage.report();
        report.atMost(name + ": errors", after.errorPercent(), 0.1, " %");
        report.atLeast(
                name + ": instances whose limits are shared again",
                fleet.sum("breakwater_ratelimit_store_available"),
                2,
                "");
    }
}
