/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import static dev.breakwater.examples.carbon.RunningOptimizer.INTENSITY;
import static dev.breakwater.examples.carbon.RunningOptimizer.WORK;
import static dev.breakwater.examples.carbon.RunningOptimizer.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.redis.RedisProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two instances with one Redis: what one was told, the other knows. */
class SharedCacheTest {
    private static final String ROLL = "{breakwater:carbon-optimizer}:instances";
    private static final String ANSWERS = "breakwater:carbon-optimizer:answers:electricity-maps:";

    private static RedisProcess redis;
    private static RunningOptimizer one;
    private static RunningOptimizer other;

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
        one = start(redis.url());
        other = start(redis.url());
        await().until(() -> redis.command("ZCARD", ROLL).equals(":2"));
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        redis.close();
    }

    private static RunningOptimizer start(String url) {
        // As long as a busy machine takes to answer.
        return RunningOptimizer.startInRealTime(Map.of("REDIS_URL", url), "--breakwater.redis.timeout=10s");
    }

    @Test
    void whatOneInstanceWasToldOfAZoneTheOtherKnowsWithoutAsking() {
        String intensity = one.get(INTENSITY + "DE").body();
        String plan = said(one.optimize(WORK), "/zone");
        await().until(() -> redis.command("EXISTS", ANSWERS + "latest:DE", ANSWERS + "forecast:DE")
                .equals(":2"));

        assertThat(other.get(INTENSITY + "DE").body()).isEqualTo(intensity).contains("\"source\":\"electricity-maps\"");
        assertThat(said(other.optimize(WORK), "/zone")).isEqualTo(plan);
        assertThat(other.maps().calls()).isZero();
        assertThat(other.upstream().cacheStats().shared()).isEqualTo(2);
    }

    @Test
    void itIsKeptForFiveMinutes() {
        one.get(INTENSITY + "FR");
        await().until(() -> redis.command("EXISTS", ANSWERS + "latest:FR").equals(":1"));

        long millis =
                Long.parseLong(redis.command("PTTL", ANSWERS + "latest:FR").substring(1));
        assertThat(Duration.ofMillis(millis)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    void withoutTheRedisThatItIsToldOfItStartsAndAsksByItself() {
        RedisProcess gone = RedisProcess.started();
        gone.close();
        try (RunningOptimizer alone = RunningOptimizer.startInRealTime(Map.of("REDIS_URL", gone.url()))) {
            assertThat(said(alone.get(INTENSITY + "DE"), "/source")).isEqualTo("electricity-maps");
            assertThat(alone.maps().calls()).isEqualTo(1);
        }
    }
}
