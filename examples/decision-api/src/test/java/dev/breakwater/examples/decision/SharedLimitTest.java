/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** Several instances, as operators make them: by two variables of the environment and a Redis. */
class SharedLimitTest {
    private static final String PING = "/api/v1/ping";

    @Test
    void instancesWithOneRedisShareTheirLimits() throws Exception {
        int port = freePort();
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        redis.start();
        try (RunningService one = instance(port);
                RunningService other = instance(port)) {
            await().until(() -> isConnected(one) && isConnected(other));
            assertThat(statuses(one, other, one, other, one, other, one))
                    .containsExactly(200, 200, 200, 200, 200, 429, 429);
        } finally {
            redis.stop();
        }
    }

    @Test
    void oneThatCountsInMemoryStartsNothingOfRedis() throws Exception {
        List<String> before = threadsOfRedis();
        try (RunningService alone = new RunningService(Map.of("REDIS_URL", "redis://127.0.0.1:1"))) {
            assertThat(statuses(alone)).containsExactly(200);
            assertThat(threadsOfRedis()).isSubsetOf(before);
        }
    }

    // So few that none flows in while the test runs.
    private static RunningService instance(int port) {
        return new RunningService(
                Map.of("BREAKWATER_RATE_LIMIT_STORE", "redis", "REDIS_URL", "redis://127.0.0.1:" + port),
                "--breakwater.ops.networks=127.0.0.0/8",
                "--breakwater.rate-limit.policies[1].name=pings",
                "--breakwater.rate-limit.policies[1].paths=" + PING,
                "--breakwater.rate-limit.policies[1].limits=5 per day");
    }

    private static boolean isConnected(RunningService service) throws Exception {
        return service.get("/health/detailed").body().contains("\"redis\":{\"status\":\"UP\"");
    }

    private static List<Integer> statuses(RunningService... asked) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (RunningService service : asked) {
            statuses.add(service.get(PING).statusCode());
        }
        return statuses;
    }

    private static List<String> threadsOfRedis() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("lettuce") || name.contains("redis"))
                .toList();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
