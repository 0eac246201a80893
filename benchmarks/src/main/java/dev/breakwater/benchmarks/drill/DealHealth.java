/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import dev.breakwater.benchmarks.redis.LocalRedis;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deal Health as it is delivered: three instances that share a Redis. */
final class DealHealth implements Service {
    private static final int INSTANCES = 3;
    private static final int DEALS = 5;

    private final List<DealInstance> instances = new ArrayList<>();
    private final LocalRedis redis;
    private @Nullable Traffic traffic;
    private volatile boolean strangers = true;

    DealHealth(Path directory) throws IOException {
        redis = LocalRedis.start(Optional.empty());
        for (int i = 1; i <= INSTANCES; i++) {
            instances.add(new DealInstance(redis.url(), directory.resolve("deal-health-" + i + ".log")));
        }
    }

    @Override
    public String job() {
        return "deal-health-service";
    }

    @Override
    public String scraped(Speed speed) {
        return ScrapeJob.of(
                job(),
                "/metrics",
                speed.of(Duration.ofSeconds(10)),
                instances.stream().map(DealInstance::operatorsPort).toList());
    }

    @Override
    public void start() throws Exception {
        for (DealInstance instance : instances) {
            instance.start();
        }
        for (DealInstance instance : instances) {
            instance.awaitReady();
        }
        traffic = Traffic.start(20, this::request);
    }

    /** Users tell what they have seen, and ask about deals: known ones, and some that nobody has heard of. */
    private HttpRequest request(int number) {
        String user = Requests.user(number);
        DealInstance instance = anyThatRuns(number);
        String known = "deal-" + number % DEALS;
        return switch (number % 4) {
            case 0 -> Requests.post(instance.url("/api/v1/events"), user, event(known, "seen-" + number));
            case 1 -> Requests.get(instance.url(health(strangers ? "new-" + number : known)), user);
            default -> Requests.get(instance.url(health(known)), user);
        };
    }

    /** As a load balancer sends it. */
    private DealInstance anyThatRuns(int number) {
        List<DealInstance> running =
                instances.stream().filter(DealInstance::isInService).toList();
        return running.get(Math.floorMod(number, running.size()));
    }

    private static String health(String deal) {
        return "/api/v1/deals/" + deal + "/health";
    }

    static String event(String deal, String id) {
        return "{\"id\": \"" + id + "\", \"dealId\": \"" + deal
                + "\", \"kind\": \"automated_test\", \"outcome\": \"works\"}";
    }

    @Override
    public Traffic traffic() {
        if (traffic == null) {
            throw new IllegalStateException("not started");
        }
        return traffic;
    }

    /** Whether users also ask about deals that nobody has heard of. */
    void askAboutStrangers(boolean whether) {
        strangers = whether;
    }

    LocalRedis redis() {
        return redis;
    }

    List<DealInstance> instances() {
        return instances;
    }

    @Override
    public List<Fault> faults() {
        return new DealFaults(this).all();
    }

    @Override
    public void close() throws IOException {
        if (traffic != null) {
            traffic.close();
        }
        instances.forEach(DealInstance::close);
        redis.close();
    }
}
