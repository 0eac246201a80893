/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What can break of Deal Health. */
final class DealFaults {
    // More than the 1000 of the alert, fewer than the 2000 that there is room for.
    private static final int FLOOD = 1_500;
    private static final int AT_A_TIME = 20;
    private static final String BROKEN = "deal-health:evidence:broken";
    private static final String GREEDY = "203.0.113.7";
    private static final int GREEDY_PER_SECOND = 15;

    private final DealHealth service;

    DealFaults(DealHealth service) {
        this.service = service;
    }

    List<Fault> all() {
        return List.of(redisAway(), queueFull(), instanceGone(), oneClientTooMany(), deadLetter());
    }

    /** Deals that are known are answered all the same; those that only Redis knows are not. */
    private Fault redisAway() {
        return Fault.of(
                "redis-away",
                "Redis is killed, while one request in four is about a deal that is not in memory",
                List.of(
                        Expected.now("RateLimitStoreAway"),
                        Expected.within(5, "HighErrorRate"),
                        Expected.within(5, "ErrorBudgetBurn fast")),
                Set.of("ComponentDown", "UpstreamBreakerOpen"),
                false,
                service.redis()::stop,
                service.redis()::startAgain);
    }

    private Fault queueFull() {
        return Fault.of(
                "queue-full",
                FLOOD + " events come to one instance while Redis is away, so that its workers cannot work",
                List.of(Expected.now("QueueDepthHigh")),
                Set.of("RateLimitStoreAway", "ComponentDown", "UpstreamBreakerOpen"),
                true,
                this::flood,
                this::endFlood);
    }

    private void flood() throws IOException {
        service.askAboutStrangers(false);
        service.redis().stop();
        DealInstance instance = service.instances().get(0);
        for (int sent = 0; sent < FLOOD; sent += AT_A_TIME) {
            List<CompletableFuture<Integer>> together = new ArrayList<>();
            for (int i = sent; i < sent + AT_A_TIME; i++) {
                together.add(service.traffic()
                        .send(Requests.post(
                                instance.url("/api/v1/events"),
                                "10.0." + i / 250 + "." + (1 + i % 250),
                                DealHealth.event("deal-0", "flood-" + i))));
            }
            together.forEach(CompletableFuture::join);
        }
    }

    private void endFlood() throws IOException {
        service.redis().startAgain();
        service.askAboutStrangers(true);
    }

    private Fault instanceGone() {
        DealInstance lost = service.instances().get(2);
        return Fault.of(
                "instance-gone",
                "one of three instances is killed; then it is started again",
                List.of(Expected.now("ServiceDown"), Expected.now("TooFewInstances")),
                Set.of(),
                false,
                lost::kill,
                () -> {
                    lost.start();
                    lost.awaitReady();
                });
    }

    private Fault oneClientTooMany() {
        Greed greed = new Greed();
        return Fault.of(
                "one-client-too-many",
                "one client sends " + GREEDY_PER_SECOND + " requests a second, and may send 100 a minute",
                List.of(Expected.within(5, "ManyRequestsLimited")),
                Set.of(),
                true,
                greed::begin,
                greed::end);
    }

    /** A client that does not care what it is told. */
    private final class Greed {
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "greedy");
            thread.setDaemon(true);
            return thread;
        });

        void begin() {
            HttpRequest request = Requests.get(service.instances().get(0).url("/api/v1/deals/deal-0/health"), GREEDY);
            long between = TimeUnit.SECONDS.toMillis(1) / GREEDY_PER_SECOND;
            var unused = clock.scheduleAtFixedRate(
                    () -> {
                        var unusedAnswer = service.traffic().send(request);
                    },
                    0,
                    between,
                    TimeUnit.MILLISECONDS);
        }

        void end() {
            clock.shutdownNow();
        }
    }

    /** What stands where a deal's evidence belongs is not evidence, so each attempt fails. */
    private Fault deadLetter() {
        return new Fault(
                "dead-letter",
                "the evidence of a deal in Redis is of a wrong type; one event about that deal comes",
                List.of(Expected.once(15, "DeadLetters")),
                Set.of(),
                true,
                this::bury,
                this::mend,
                Duration.ZERO);
    }

    private void bury() {
        inRedis(redis -> redis.set(BROKEN, "not evidence"));
        expect(
                202,
                Requests.post(
                        service.instances().get(0).url("/api/v1/events"),
                        Requests.user(0),
                        DealHealth.event("broken", "to-be-buried")));
    }

    private void mend() {
        inRedis(redis -> redis.del(BROKEN));
    }

    private void expect(int status, HttpRequest request) {
        int answered = service.traffic().send(request).join();
        if (answered != status) {
            throw new IllegalStateException(request.uri() + " answered " + answered + " (expected: " + status + ")");
        }
    }

    private void inRedis(Consumer<RedisCommands<String, String>> action) {
        try (RedisClient client = RedisClient.create(service.redis().url());
                var connection = client.connect()) {
            action.accept(connection.sync());
        }
    }
}
