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

import dev.breakwater.exchange.TimeSource;
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
    private static ElectricityMapsStandIn maps;
    private static RunningOptimizer one;
    private static RunningOptimizer other;

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
        maps = new ElectricityMapsStandIn(TimeSource.system());
        one = start(redis.url());
        other = start(redis.url());
        await().until(() -> redis.command("ZCARD", ROLL).equals(":2"));
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        maps.close();
        redis.close();
    }

    private static RunningOptimizer start(String url) {
        return start(Map.of("REDIS_URL", url, "EL_MAPS_URL", maps.url().toString(), "EL_MAPS_API_KEY", "key"));
    }

    private static RunningOptimizer start(Map<String, String> environment) {
        // As long as a busy machine takes to answer.
        return RunningOptimizer.startInRealTime(environment, "--breakwater.redis.timeout=10s");
    }

    private static void awaitKey(String key) {
        await().until(() -> redis.command("EXISTS", key).equals(":1"));
    }

    @Test
    void whatOneInstanceWasToldOfAZoneTheOtherKnowsWithoutAsking() {
        String intensity = one.get(INTENSITY + "DE").body();
        String plan = said(one.optimize(WORK), "/zone");
        awaitKey(ANSWERS + "latest:DE@" + maps.url());
        awaitKey(ANSWERS + "forecast:DE@" + maps.url());
        int calls = maps.calls();

        assertThat(other.get(INTENSITY + "DE").body()).isEqualTo(intensity).contains("\"source\":\"electricity-maps\"");
        assertThat(said(other.optimize(WORK), "/zone")).isEqualTo(plan);
        assertThat(maps.calls()).isEqualTo(calls);
        assertThat(other.upstream().cacheStats().shared()).isEqualTo(2);
    }

    @Test
    void itIsKeptForFiveMinutes() {
        one.get(INTENSITY + "FR");
        String key = ANSWERS + "latest:FR@" + maps.url();
        awaitKey(key);

        long millis = Long.parseLong(redis.command("PTTL", key).substring(1));
        assertThat(Duration.ofMillis(millis)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    void whatAStandInSaysIsForNobodyWhoAsksTheRealApi() {
        try (RunningOptimizer pretending = start(Map.of("REDIS_URL", redis.url()))) {
            pretending.get(INTENSITY + "PL");
            awaitKey(ANSWERS + "latest:PL@" + pretending.maps().url());
            int calls = maps.calls();
            one.get(INTENSITY + "PL");
            assertThat(maps.calls()).isEqualTo(calls + 1);
        }
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
