/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.redis;

import dev.breakwater.ratelimit.RateLimitPolicy;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures decisions whose buckets are in one real Redis on this machine, each contender beside a bare script in the same
 * run: {@code java -cp benchmarks/target/benchmarks.jar dev.breakwater.benchmarks.redis.RedisBenchmark --rounds=3}. Threads
 * ask again as soon as they have an answer.
 */
public final class RedisBenchmark {
    private static final String BARE = "one bare script";
    private static final String ROW = "%-28s %-22s %11s %7s %9s %9s %12s %9s %9s %9s%n";

    private final Options options;
    private final String url;
    private final RedisCommands<String, String> redis;
    private final PrintStream out;
    private final Map<Load, Map<String, List<Measurement>>> found = new EnumMap<>(Load.class);
    private int runs;

    private RedisBenchmark(Options options, String url, RedisCommands<String, String> redis, PrintStream out) {
        this.options = options;
        this.url = url;
        this.redis = redis;
        this.out = out;
    }

    /** Measures, and prints a table. */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(arguments);
        try (LocalRedis server = LocalRedis.start(options.server())) {
            RedisClient client = RedisClient.create(server.url());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                new RedisBenchmark(options, server.url(), connection.sync(), System.out).run();
            } finally {
                client.shutdown();
            }
        }
    }

    private void run() throws Exception {
        for (int round = 0; round < options.rounds(); round++) {
            for (Load load : Load.values()) {
                measure(load);
            }
        }
        print();
    }

    private void measure(Load load) throws Exception {
        List<RateLimitPolicy> one = load.policies(1, 1);
        List<RateLimitPolicy> three = load.policies(3, 2);
        measure(load, BARE, prefix -> new BareScript(url, prefix));
        measure(load, "store", prefix -> Breakwater.store(url, prefix, one));
        measure(load, "store, 3 policies x 2", prefix -> Breakwater.store(url, prefix, three));
        measure(load, "limiter before the store", prefix -> Breakwater.limiter(url, prefix, one));
        measure(load, "budget, hold and settle", prefix -> new Spending(url, prefix, 1));
        measure(load, "3 budgets, hold and settle", prefix -> new Spending(url, prefix, 3));
        measure(load, "Bucket4j compare-and-swap", prefix -> new CompareAndSwap(url, prefix, load.perHour));
        measure(load, "Bucket4jStore over the same", prefix -> Breakwater.onBucket4j(url, prefix, one));
    }

    private void measure(Load load, String name, Entrance entrance) throws Exception {
        if (!name.equals(BARE) && !name.contains(options.only())) {
            return;
        }
        redis.flushall();
        try (Contender contender = entrance.enter("benchmark-" + runs++ + ":")) {
            Measurement measurement = Measurement.of(contender, load.callers, options, redis);
            found.computeIfAbsent(load, it -> new LinkedHashMap<>())
                    .computeIfAbsent(name, it -> new ArrayList<>())
                    .add(measurement);
        }
    }

    private void print() {
        out.printf(
                Locale.ROOT,
                "Redis %s, %d threads, %d s each, median of %d%n",
                version(),
                options.threads(),
                options.measureNanos() / 1_000_000_000,
                options.rounds());
        out.printf(
                Locale.ROOT,
                ROW,
                "",
                "",
                "decisions/s",
                "ratio",
                "p50 us",
                "p99 us",
                "round trips",
                "Redis us",
                "client us",
                "failed");
        found.forEach((load, all) -> {
            double bare = median(all.getOrDefault(BARE, List.of())).perSecond();
            all.forEach((name, rounds) -> print(load, name, median(rounds), bare));
        });
    }

    private void print(Load load, String name, Measurement it, double bare) {
        out.printf(
                Locale.ROOT,
                ROW,
                name,
                load,
                text("%.0f", it.perSecond()),
                text("%.2f", it.perSecond() / bare),
                text("%.1f", it.p50() / 1e3),
                text("%.1f", it.p99() / 1e3),
                text("%.3f", it.roundTrips()),
                text("%.1f", it.serverMicros()),
                text("%.1f", it.clientMicros()),
                it.failed());
    }

    private String version() {
        return redis.info("server")
                .lines()
                .filter(line -> line.startsWith("redis_version:"))
                .map(line -> line.substring("redis_version:".length()))
                .findFirst()
                .orElse("?");
    }

    private static Measurement median(List<Measurement> rounds) {
        List<Measurement> sorted = new ArrayList<>(rounds);
        sorted.sort(Comparator.comparingDouble(Measurement::perSecond));
        return sorted.get(sorted.size() / 2);
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** Makes a contender whose keys begin with this. */
    @FunctionalInterface
    private interface Entrance {
        Contender enter(String prefix);
    }
}
