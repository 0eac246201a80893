/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Two instances and the Redis that they share. */
final class Fleet implements AutoCloseable {
    static final String SECRET = "the-demo's-own-secret-of-no-worth-at-all";

    /** What operators send; of no worth either. */
    static final String OPS_TOKEN = "the-demo's-operator-token";

    private static final int USUAL_PORT = 8000;
    private static final int USUAL_OPS_PORT = 9090;

    final RedisServer redis;
    final Instance first;
    final Instance second;

    private Fleet(RedisServer redis, Path directory) throws IOException {
        this.redis = redis;
        first = new Instance(
                Ports.free(USUAL_PORT),
                Ports.free(USUAL_OPS_PORT),
                environment(redis, directory.resolve("first.journal")),
                directory.resolve("first.log"));
        second = new Instance(
                Ports.free(),
                Ports.free(),
                environment(redis, directory.resolve("second.journal")),
                directory.resolve("second.log"));
    }

    /** Starts all, and waits until both are ready. */
    static Fleet started(Path directory) throws IOException, InterruptedException {
        Fleet fleet = new Fleet(RedisServer.started(), directory);
        fleet.first.start();
        fleet.second.start();
        fleet.first.awaitReady();
        fleet.second.awaitReady();
        return fleet;
    }

    private static Map<String, String> environment(RedisServer redis, Path journal) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOST", "127.0.0.1");
        environment.put("ENVIRONMENT", "production");
        environment.put("DEBUG", "false");
        environment.put("REDIS_URL", redis.url());
        environment.put("JWT_SECRET", SECRET);
        environment.put("RATE_LIMIT_REQUESTS_PER_MINUTE", "100");
        environment.put("RATE_LIMIT_BURST_SIZE", "20");
        environment.put("SECURITY_ALLOWED_ORIGINS", "[\"https://shopgraph.com\",\"https://simplycodes.com\"]");
        environment.put("SECURITY_ALLOWED_METHODS", "[\"GET\",\"POST\"]");
        environment.put("SECURITY_ALLOWED_HEADERS", "[\"*\"]");
        environment.put("EVENT_JOURNAL", journal.toString());
        environment.put("BREAKWATER_OPS_TOKEN", OPS_TOKEN);
        // So that nobody need wait for the demo: the defaults are 5s, 10s and 5 attempts with up to 5s between them.
        environment.put("BREAKWATER_HEALTH_DRAIN_DELAY", "1s");
        // The default, 50ms, is for Redis beside a service with processors to itself. Here four processes share a
        // machine
        // that may have other things to do, and threads wait for their turn longer than that: at the first question as
        // at later ones, so that asking one in advance does not help.
        environment.put("BREAKWATER_REDIS_TIMEOUT", "500ms");
        environment.put("BREAKWATER_HEALTH_INTERVAL", "500ms");
        environment.put("DEAL_HEALTH_EVENTS_MAX_BACKOFF", "50ms");
        return environment;
    }

    @Override
    public void close() {
        first.close();
        second.close();
        redis.close();
    }
}
