/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import java.time.Duration;
import java.util.Locale;

/**
 * A flash sale at Deal Health: from 20 requests a second for each instance to fifty times as many at once, of five thousand
 * clients who are all within their limit, while ten clients send far too much. Instances share the limits in one Redis.
 * Nobody but the ten is to notice.
 */
final class DealHealthSpike implements Scenario {
    private static final int SPIKE = 1_000;
    private static final int TIMES = 50;
    // What client, Redis and instances need together for each.
    private static final int PROCESSORS = 2;

    private final int instances;

    DealHealthSpike(int instances) {
        this.instances = instances;
    }

    @Override
    public void run(Stage stage) throws Exception {
        try (Redis redis = Redis.start();
                DealHealthFleet fleet = DealHealthFleet.start(stage, redis, instances)) {
            fleet.prepare();
            int room = Runtime.getRuntime().availableProcessors() / PROCESSORS;
            int rate = SPIKE * Math.max(1, Math.min(room, instances)) / instances;
            if (rate < SPIKE) {
                stage.report().remark("this machine has room for " + rate + " requests a second for each instance");
            }
            spike(stage, fleet, instances == 1 ? "1 instance" : instances + " instances", rate);
        }
    }

    private static void spike(Stage stage, DealHealthFleet fleet, String name, int rate) throws Exception {
        Duration span = stage.seconds(20);
        fleet.load(name + ", before", rate / TIMES, stage.seconds(5));
        double cpu = fleet.cpuSeconds();
        DealHealthFleet.Result spike = fleet.load(name + ", spike", rate, span);
        cpu = fleet.cpuSeconds() - cpu;
        DealHealthFleet.Result after = fleet.load(name + ", after", rate / TIMES, stage.seconds(5));

        Report report = stage.report();
        double seconds = span.toMillis() / 1e3;
        double wanted = rate * fleet.size();
        report.atLeast(
                name + ": served a second, of those within their limit",
                spike.good().served() / seconds,
                0.999 * wanted,
                "");
        report.atMost(name + ": p95 in the spike", spike.good().millis(0.95), 500, " ms");
        report.atMost(name + ": errors in the spike", spike.errorPercent(), 0.1, " %");
        report.atMost(name + ": 429 to who is within the limit", spike.good().limited(), 0, "");
        report.atMost(
                name + ": served to the ten greedy", spike.greedy().served(), 10 * (20 + seconds * 100 / 60) + 10, "");
        report.atMost(
                name + ": probes not 200",
                spike.probes().sent() - spike.probes().served(),
                0,
                "");
        report.atMost(name + ": slowest probe", spike.probes().millis(1), 1_000, " ms");
        report.atMost(name + ": p95 afterwards", after.good().millis(0.95), 500, " ms");
        report.atMost(name + ": errors afterwards", after.errorPercent(), 0.1, " %");
        report.atMost(name + ": requests in flight afterwards", fleet.sum("breakwater_overload_in_flight"), 0, "");
        report.remark(String.format(
                Locale.ROOT,
                "%s: %.2f ms of processor time of the service for each request of the spike",
                name,
                cpu * 1e3 / (spike.good().sent() + spike.greedy().sent())));
    }
}
