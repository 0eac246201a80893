/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import static dev.breakwater.examples.shopping.RunningOptimizer.MEALS;
import static dev.breakwater.examples.shopping.RunningOptimizer.OFFERS;
import static dev.breakwater.examples.shopping.RunningOptimizer.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.examples.shopping.standin.StandIn.Mode;
import dev.breakwater.redis.RedisProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two instances with one Redis: what one was told, the other knows. */
class SharedCacheTest {
    private static final String ROLL = "{breakwater:shopping-optimizer}:instances";
    private static final String ANSWERS = "breakwater:shopping-optimizer:answers:";

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

    private static void awaitAnswers(String upstream, int count) {
        String keys = "return #redis.call('KEYS', '" + ANSWERS + upstream + ":*')";
        await().until(() -> redis.command("EVAL", keys, "0").equals(":" + count));
    }

    @Test
    void whatOneInstanceWasToldTheOtherKnowsWithoutAsking() {
        String offers = one.get(OFFERS + "8000").body();
        String meal = one.post(MEALS, "{\"zip\":\"8000\"}").body();
        awaitAnswers(Salling.UPSTREAM, 1);
        awaitAnswers(Meals.UPSTREAM, 1);

        assertThat(other.get(OFFERS + "8000").body()).isEqualTo(offers);
        assertThat(other.post(MEALS, "{\"zip\":\"8000\"}").body())
                .isEqualTo(meal)
                .contains("\"source\":\"gemini\"");
        assertThat(List.of(other.salling().calls(), other.gemini().calls())).containsExactly(0, 0);
        assertThat(other.local("/metrics/prometheus").body())
                .contains("breakwater_cache_requests_total{result=\"shared\",upstream=\"gemini\"} 1.0");
    }

    @Test
    void whatIsToldOfAPostcodeIsKeptForAsLongAsItIsOfUse() {
        one.get(OFFERS + "8200");
        await().until(() -> redis.command("EXISTS", ANSWERS + "salling:8200").equals(":1"));

        // An hour, and six more in which it may stand in.
        long millis =
                Long.parseLong(redis.command("PTTL", ANSWERS + "salling:8200").substring(1));
        assertThat(Duration.ofMillis(millis)).isBetween(Duration.ofMinutes(410), Duration.ofHours(7));
        redis.command(
                "PEXPIRE",
                ANSWERS + "salling:8200",
                String.valueOf(Duration.ofHours(3).toMillis()));
        other.salling().answer(Mode.FAILING);
        assertThat(other.get(OFFERS + "8200").statusCode()).isEqualTo(200);
        other.salling().answer(Mode.WELL);
    }

    @Test
    void withoutTheRedisThatItIsToldOfItStartsAndAsksByItself() {
        RedisProcess gone = RedisProcess.started();
        gone.close();
        try (RunningOptimizer alone = RunningOptimizer.startInRealTime(Map.of("REDIS_URL", gone.url()))) {
            assertThat(alone.get(OFFERS + "8000").statusCode()).isEqualTo(200);
            assertThat(said(alone.get(OFFERS + "8000"), "/zip")).isEqualTo("8000");
            assertThat(alone.salling().calls()).isEqualTo(1);
        }
    }
}
