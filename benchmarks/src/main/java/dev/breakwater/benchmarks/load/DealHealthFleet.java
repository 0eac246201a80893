/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import dev.breakwater.benchmarks.load.Client.Arrivals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Instances of Deal Health that share a Redis, and who asks them. */
final class DealHealthFleet implements AutoCloseable {
    private static final int CLIENTS = 5_000;
    private static final int GREEDY_CLIENTS = 10;
    // Ten times as much as each may.
    private static final int GREEDY_PER_SECOND = 17 * GREEDY_CLIENTS;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final int WARM_UP_USERS = 32;
    private static final int PROBES_PER_SECOND = 2;
    private static final List<String> PROBES = List.of("/livez", "/readyz", "/health");

    private final Stage stage;
    private final List<DealHealthInstance> instances;
    private int first;

    private DealHealthFleet(Stage stage, List<DealHealthInstance> instances) {
        this.stage = stage;
        this.instances = instances;
    }

    static DealHealthFleet start(Stage stage, Redis redis, int size) throws Exception {
        DealHealthFleet fleet = new DealHealthFleet(stage, new ArrayList<>());
        try {
            for (int i = 1; i <= size; i++) {
                fleet.instances.add(DealHealthInstance.start(stage, redis, size + "-" + i, Map.of()));
            }
            for (DealHealthInstance instance : fleet.instances) {
                instance.awaitReady();
            }
            return fleet;
        } catch (Exception fault) {
            fleet.close();
            throw fault;
        }
    }

    /** All deals are known, and what is called often is compiled. */
    void prepare() throws Exception {
        prepare(WARM_UP);
    }

    /** As {@link #prepare()}, in as much time. */
    void prepare(Duration span) throws Exception {
        Phase phase = new Phase(stage, "warm-up", span);
        Tally tally = new Tally();
        for (DealHealthInstance instance : instances) {
            int port = instance.port();
            phase.with(new Arrivals(100, i -> DealHealthInstance.observation(port, i, next(i))), tally);
            Arrivals mixed = new Arrivals(0, i -> DealHealthInstance.mixed(port, i, next(i)));
            phase.with(() -> stage.client().closedLoop(WARM_UP_USERS, SECOND, mixed, span, tally), tally);
        }
        phase.run();
        for (DealHealthInstance instance : instances) {
            instance.awaitProcessed(stage.client());
        }
    }

    /** What became of a phase: of those within their limit, of the greedy, and of probes. */
    record Result(Tally good, Tally greedy, Tally probes) {
        /** Whatever is at least 500, and no answer at all. */
        double errorPercent() {
            Tally all = new Tally();
            all.add(good);
            all.add(greedy);
            return 100.0 * (all.failed() + all.unavailable() + all.broken()) / all.sent();
        }
    }

    /** So many requests a second for each instance, and those of the greedy and of probes beside them. */
    Result load(String name, int perSecond, Duration span) throws Exception {
        Phase phase = new Phase(stage, name, span);
        Result result = load(phase, perSecond);
        phase.run();
        report(name, span, result);
        return result;
    }

    /** As {@link #load(String, int, Duration)}, but leaves it to the caller to run it. */
    Result load(Phase phase, int perSecond) {
        Result result = new Result(new Tally(), new Tally(), new Tally());
        int size = instances.size();
        int from = first;
        first += CLIENTS / 3;
        for (int n = 0; n < size; n++) {
            int port = instances.get(n).port();
            int own = n;
            phase.with(
                    new Arrivals(perSecond, i -> DealHealthInstance.mixed(port, i, next(from + i * size + own))),
                    result.good());
        }
        for (DealHealthInstance instance : instances) {
            int port = instance.port();
            int opsPort = instance.opsPort();
            double greedy = Math.min(perSecond, GREEDY_PER_SECOND) / (double) size;
            phase.with(
                    new Arrivals(
                            greedy,
                            i -> DealHealthInstance.mixed(port, i, Client.address(CLIENTS + i % GREEDY_CLIENTS))),
                    result.greedy());
            for (String probe : PROBES) {
                for (int at : new int[] {port, opsPort}) {
                    phase.with(
                            new Arrivals(PROBES_PER_SECOND, i -> Client.get(Stage.uri(at, probe), "198.19.0.1")),
                            result.probes());
                }
            }
        }
        return result;
    }

    void report(String name, Duration span, Result result) {
        double seconds = span.toMillis() / 1e3;
        stage.report().phase(name, seconds, result.good());
        stage.report().phase(name + ", greedy", seconds, result.greedy());
        stage.report().phase(name + ", probes", seconds, result.probes());
    }

    private static String next(int request) {
        return Client.address(request % CLIENTS);
    }

    int size() {
        return instances.size();
    }

    double cpuSeconds() {
        return instances.stream().mapToDouble(DealHealthInstance::cpuSeconds).sum();
    }

    double sum(String meter) throws Exception {
        double sum = 0;
        for (DealHealthInstance instance : instances) {
            sum += instance.meters(stage.client()).sum(meter);
        }
        return sum;
    }

    @Override
    public void close() {
        instances.forEach(DealHealthInstance::close);
    }
}
