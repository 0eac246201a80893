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

import dev.breakwater.examples.shopping.standin.GeminiStandIn;
import dev.breakwater.examples.shopping.standin.SallingStandIn;
import dev.breakwater.examples.shopping.standin.StandIn.Mode;
import dev.breakwater.exchange.TimeSource;
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
    private static SallingStandIn salling;
    private static GeminiStandIn gemini;
    private static RunningOptimizer one;
    private static RunningOptimizer other;

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
        salling = new SallingStandIn(TimeSource.system());
        gemini = new GeminiStandIn();
        one = start(redis.url());
        other = start(redis.url());
        await().until(() -> redis.command("ZCARD", ROLL).equals(":2"));
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        salling.close();
        gemini.close();
        redis.close();
    }

    private static RunningOptimizer start(String url) {
        return start(Map.of(
                "REDIS_URL",
                url,
                "SALLING_GROUP_URL",
                salling.url().toString(),
                "SALLING_GROUP_API_KEY",
                "key",
                "GOOGLE_URL",
                gemini.url().toString(),
                "GOOGLE_API_KEY",
                "key"));
    }

    private static RunningOptimizer start(Map<String, String> environment) {
        // As long as a busy machine takes to answer.
        return RunningOptimizer.startInRealTime(environment, "--breakwater.redis.timeout=10s");
    }

    /** The key of a postcode's offers, when they are there. */
    private static String offersOf(String zip) {
        String key = ANSWERS + "salling:" + zip + '@' + salling.url();
        await().until(() -> redis.command("EXISTS", key).equals(":1"));
        return key;
    }

    @Test
    void whatOneInstanceWasToldTheOtherKnowsWithoutAsking() {
        String offers = one.get(OFFERS + "8000").body();
        String meal = one.post(MEALS, "{\"zip\":\"8000\"}").body();
        offersOf("8000");
        // Products are long: their key is a hash. No other test here asks for meals.
        String meals = "return #redis.call('KEYS', '" + ANSWERS + "gemini:*')";
        await().until(() -> redis.command("EVAL", meals, "0").equals(":1"));
        List<Integer> calls = List.of(salling.calls(), gemini.calls());

        assertThat(other.get(OFFERS + "8000").body()).isEqualTo(offers);
        assertThat(other.post(MEALS, "{\"zip\":\"8000\"}").body())
                .isEqualTo(meal)
                .contains("\"source\":\"gemini\"");
        assertThat(List.of(salling.calls(), gemini.calls())).isEqualTo(calls);
        assertThat(other.local("/metrics/prometheus").body())
                .contains("breakwater_cache_requests_total{result=\"shared\",upstream=\"gemini\"} 1.0");
    }

    @Test
    void whatIsToldOfAPostcodeIsKeptForAsLongAsItIsOfUse() {
        one.get(OFFERS + "8200");
        String key = offersOf("8200");

        // An hour, and six more in which it may stand in.
        long millis = Long.parseLong(redis.command("PTTL", key).substring(1));
        assertThat(Duration.ofMillis(millis)).isBetween(Duration.ofMinutes(410), Duration.ofHours(7));
        redis.command("PEXPIRE", key, String.valueOf(Duration.ofHours(3).toMillis()));
        salling.answer(Mode.FAILING);
        assertThat(other.get(OFFERS + "8200").statusCode()).isEqualTo(200);
        salling.answer(Mode.WELL);
    }

    @Test
    void whatAStandInSaysIsForNobodyWhoAsksTheRealApi() {
        try (RunningOptimizer pretending = start(Map.of("REDIS_URL", redis.url()))) {
            pretending.get(OFFERS + "8300");
            String key = ANSWERS + "salling:8300@" + pretending.salling().url();
            await().until(() -> redis.command("EXISTS", key).equals(":1"));
            int calls = salling.calls();
            assertThat(one.get(OFFERS + "8300").statusCode()).isEqualTo(200);
            assertThat(salling.calls()).isEqualTo(calls + 1);
        }
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
