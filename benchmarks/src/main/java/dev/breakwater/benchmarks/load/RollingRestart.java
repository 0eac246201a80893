/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import dev.breakwater.benchmarks.load.Client.Arrivals;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Instances of Deal Health are replaced one after the other, each by SIGTERM, under 200 requests a second, behind a proxy that
 * knows no more than their ready probes and tries nothing again. Nobody is to notice; and since that could be luck, the same
 * without the drain's delay must be noticed.
 */
final class RollingRestart implements Scenario {
    private static final int PER_SECOND = 200;
    private static final int CLIENTS = 2_000;
    // As long as it takes until every deal is known.
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    @Override
    public void run(Stage stage) throws Exception {
        Tally tally = new Tally();
        int restarts = stage.quick() ? 2 : 6;
        double seconds = roll(stage, "2s", restarts, tally);
        Report report = stage.report();
        report.atMost(
                restarts + " restarts: requests that failed", tally.sent() - tally.served(), 0, " of " + tally.sent());
        report.remark(Report.text("drain-delay 2s: %.0f s for " + restarts + " restarts", seconds));
        Tally control = new Tally();
        roll(stage, "0s", 2, control);
        report.atLeast(
                "2 restarts without a delay, to see that failures are seen: requests that failed",
                control.sent() - control.served(),
                1,
                " of " + control.sent());
    }

    private static double roll(Stage stage, String delay, int restarts, Tally tally) throws Exception {
        long started = System.nanoTime();
        try (Redis redis = Redis.start();
                PollingProxy proxy = new PollingProxy();
                Pair pair = new Pair(stage, redis, proxy, delay)) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger asked = new AtomicInteger();
            warm(stage, proxy, pair);
            started = System.nanoTime();
            CompletableFuture<Void> replacing = CompletableFuture.runAsync(() -> pair.replace(restarts, over));
            String name = restarts + " restarts, delay " + delay;
            new Phase(stage, name, Duration.ofHours(1))
                    .with(
                            () -> stage.client()
                                    .openLoop(
                                            new Arrivals(PER_SECOND, i -> request(proxy, asked.incrementAndGet())),
                                            Duration.ofHours(1),
                                            tally,
                                            over),
                            tally)
                    .run();
            replacing.get();
            double seconds = (System.nanoTime() - started) / 1e9;
            stage.report().phase(name, seconds, tally);
            proxy.faults().stream().limit(5).forEach(fault -> stage.report().remark(name + ", the proxy: " + fault));
            return seconds;
        }
    }

    private static void warm(Stage stage, PollingProxy proxy, Pair pair) throws Exception {
        new Phase(stage, "warm-up", WARM_UP)
                .with(
                        new Arrivals(
                                PER_SECOND,
                                i -> DealHealthInstance.observation(proxy.port(), i, Client.address(i % CLIENTS))),
                        new Tally())
                .run();
        for (DealHealthInstance instance : pair.current) {
            instance.awaitProcessed(stage.client());
        }
    }

    private static HttpRequest request(PollingProxy proxy, int number) {
        return DealHealthInstance.mixed(proxy.port(), number, Client.address(number % CLIENTS));
    }

    /** Two at a time, and the one that is on its way out. */
    private static final class Pair implements AutoCloseable {
        private final Stage stage;
        private final Redis redis;
        private final PollingProxy proxy;
        private final Map<String, String> environment;
        private final DealHealthInstance[] current = new DealHealthInstance[2];
        private int launched;

        Pair(Stage stage, Redis redis, PollingProxy proxy, String delay) throws Exception {
            this.stage = stage;
            this.redis = redis;
            this.proxy = proxy;
            environment = new HashMap<>(Map.of("BREAKWATER_HEALTH_DRAIN_DELAY", delay));
            current[0] = launched();
            current[1] = launched();
            join(current[0]);
            join(current[1]);
        }

        private DealHealthInstance launched() throws IOException {
            return DealHealthInstance.start(
                    stage, redis, environment.get("BREAKWATER_HEALTH_DRAIN_DELAY") + "-" + ++launched, environment);
        }

        private void join(DealHealthInstance next) throws Exception {
            next.awaitReady();
            proxy.add(next.port());
            proxy.awaitReady(next.port());
        }

        /** One after the other; each new one serves before the next old one is told to end. */
        void replace(int times, AtomicBoolean over) {
            try {
                for (int i = 0; i < times; i++) {
                    DealHealthInstance before = current[i % 2];
                    current[i % 2] = launched();
                    join(current[i % 2]);
                    int status = before.stop();
                    proxy.remove(before.port());
                    stage.report().out().println("   replaced, the old one ended with status " + status);
                }
            } catch (Exception fault) {
                throw new IllegalStateException("could not replace an instance", fault);
            } finally {
                over.set(true);
            }
        }

        @Override
        public void close() {
            for (DealHealthInstance instance : current) {
                if (instance != null) {
                    instance.close();
                }
            }
        }
    }
}
