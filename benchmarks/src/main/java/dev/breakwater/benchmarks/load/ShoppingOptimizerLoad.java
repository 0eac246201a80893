/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import dev.breakwater.benchmarks.load.Client.Arrivals;
import dev.breakwater.benchmarks.services.ServiceProcess;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Two hundred users of the Shopping Optimizer, each of whom asks again as soon as there is an answer, of a shop that takes two
 * seconds: what bounds the throughput is to be the users alone, 100 answers a second.
 */
final class ShoppingOptimizerLoad implements Scenario {
    private static final int USERS = 200;
    private static final int POSTCODES = 9_000;
    private static final Duration SHOP = Duration.ofSeconds(2);
    private static final String STORES = """
            [{"store": {"id": "1", "brand": "netto", "name": "Netto Store Torv 1", "address": {"street": "Store Torv 1",
            "zip": "8000", "city": "Aarhus", "country": "DK"}}, "clearances": [
            {"offer": {"ean": "1", "newPrice": 8, "originalPrice": 14.95, "stock": 3, "stockUnit": "each"},
            "product": {"ean": "1", "description": "Organic milk 1 l", "categories": {"en": "Dairy>Milk"}}},
            {"offer": {"ean": "2", "newPrice": 10, "originalPrice": 22, "stock": 5, "stockUnit": "each"},
            "product": {"ean": "2", "description": "Rye bread 900 g", "categories": {"en": "Bread>Rye bread"}}}]}]""";

    @Override
    public void run(Stage stage) throws Exception {
        int port = ServiceProcess.freePort();
        try (StandIn shop = new StandIn(STORES, SHOP);
                ServiceProcess service = stage.start("shopping-optimizer", "service", environment(port, shop))) {
            service.awaitReady(Stage.uri(port, "/readyz"));
            load(stage, port, "warm-up", Duration.ofSeconds(4), new Tally(), new Tally());
            Duration span = stage.seconds(30);
            Tally users = new Tally();
            Tally beside = new Tally();
            CompletableFuture<Double> threads = new CompletableFuture<>();
            CompletableFuture<Void> scrape =
                    CompletableFuture.runAsync(() -> threads.complete(threads(stage, port)), after(span.dividedBy(2)));
            CompletableFuture<Long> early = CompletableFuture.supplyAsync(users::served, after(SHOP.multipliedBy(2)));
            CompletableFuture<Long> last = CompletableFuture.supplyAsync(users::served, after(span));
            double seconds = load(stage, port, USERS + " users", span, users, beside);
            scrape.get();
            stage.report().phase(USERS + " users", seconds, users);
            stage.report().phase("/livez and /metrics beside them", seconds, beside);
            report(
                    stage.report(),
                    users,
                    beside,
                    (last.get() - early.get())
                            / (span.minus(SHOP.multipliedBy(2)).toMillis() / 1e3),
                    threads.get());
        }
    }

    private static Executor after(Duration span) {
        return CompletableFuture.delayedExecutor(span.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Map<String, String> environment(int port, StandIn shop) {
        return Map.of(
                "PORT", String.valueOf(port),
                "SALLING_GROUP_URL", shop.url(),
                "SALLING_GROUP_API_KEY", "no-key-needed",
                "MAX_CONCURRENT_REQUESTS", "250",
                "ENABLE_CACHING", "false");
    }

    /** Lets all users ask until the time is over, and says how long it took until the last had an answer. */
    private static double load(Stage stage, int port, String name, Duration span, Tally users, Tally beside)
            throws Exception {
        long started = System.nanoTime();
        Arrivals questions = new Arrivals(0, i -> question(port, i));
        Arrivals probes = new Arrivals(
                4,
                i -> Client.asking(Stage.uri(port, i % 2 == 0 ? "/livez" : "/metrics"))
                        .build());
        new Phase(stage, name, span)
                .with(() -> stage.client().closedLoop(USERS, SHOP, questions, span, users), users)
                .with(probes, beside)
                .run();
        return (System.nanoTime() - started) / 1e9;
    }

    private static HttpRequest question(int port, int number) {
        URI offers = Stage.uri(port, "/api/v1/offers?zip=" + (1_000 + number % POSTCODES));
        return Client.get(offers, Client.address(number % USERS));
    }

    private static double threads(Stage stage, int port) {
        try {
            return Meters.of(stage.client(), Stage.uri(port, "/metrics/prometheus"))
                    .sum("jvm_threads_live_threads");
        } catch (Exception fault) {
            return Double.NaN;
        }
    }

    private static void report(Report report, Tally users, Tally beside, double perSecond, double threads) {
        double ideal = USERS / (SHOP.toMillis() / 1e3);
        report.atMost("not served", users.sent() - users.served(), 0, "");
        report.atLeast("answers a second, between the first round and the last", perSecond, 0.95 * ideal, "");
        report.atMost("p95", users.millis(0.95) / 1e3, 1.25 * SHOP.toMillis() / 1e3, " s");
        report.atMost("threads of the whole process while 200 wait", threads, 60, "");
        report.atMost("/livez and /metrics not 200", beside.sent() - beside.served(), 0, "");
        report.atMost("/livez and /metrics, slowest", beside.millis(1), 1_000, " ms");
    }
}
