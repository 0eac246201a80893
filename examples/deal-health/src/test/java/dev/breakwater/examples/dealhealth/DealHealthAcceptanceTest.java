/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static dev.breakwater.examples.dealhealth.RunningService.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.breakwater.examples.dealhealth.demo.RedisServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the deployment guide demands of the service, over real HTTP: two instances and the Redis that they share. */
class DealHealthAcceptanceTest {
    private static final String EVENTS = "/api/v1/events";
    private static final String DEALS = "/api/v1/deals";
    private static final int BURST = 20;
    private static final int PER_MINUTE = 100;

    private static RedisServer redis;
    private static RunningService first;
    private static RunningService second;

    @BeforeAll
    static void start() throws Exception {
        redis = RedisServer.started();
        CompletableFuture<RunningService> other = CompletableFuture.supplyAsync(DealHealthAcceptanceTest::instance);
        first = instance();
        second = other.join();
    }

    private static RunningService instance() {
        return new RunningService(
                Map.of(
                        "ENVIRONMENT", "production",
                        "DEBUG", "false",
                        "REDIS_URL", redis.url(),
                        "RATE_LIMIT_REQUESTS_PER_MINUTE", Integer.toString(PER_MINUTE),
                        "RATE_LIMIT_BURST_SIZE", Integer.toString(BURST),
                        "SECURITY_ALLOWED_ORIGINS", "[\"https://shopgraph.com\",\"https://simplycodes.com\"]",
                        "SECURITY_ALLOWED_METHODS", "[\"GET\",\"POST\",\"PUT\",\"DELETE\"]",
                        "SECURITY_ALLOWED_HEADERS", "[\"*\"]",
                        "MONITORING_LOG_LEVEL", "INFO",
                        "MONITORING_ENABLE_STRUCTURED_LOGGING", "true"),
                "--breakwater.redis.timeout=500ms",
                "--deal-health.scores.cache-ttl=0s");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {first, second, redis}) {
            if (started != null) {
                started.close();
            }
        }
    }

    private static String observed(String deal, String kind, String outcome) {
        return "{\"dealId\":\"" + deal + "\",\"kind\":\"" + kind + "\",\"outcome\":\"" + outcome + "\"}";
    }

    private static HttpResponse<String> health(RunningService instance, String deal) throws Exception {
        return instance.get(DEALS + "/" + deal + "/health", instance.as("reader-" + System.nanoTime()));
    }

    private static void accepted(RunningService instance, String json, TestInfo test) throws Exception {
        HttpResponse<String> answer = instance.post(EVENTS, json, instance.as(test.getDisplayName()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static void awaitScore(RunningService instance, String deal, double score) {
        await().untilAsserted(() ->
                assertThat(number(health(instance, deal), "score")).isCloseTo(score, within(1e-3)));
    }

    @Nested
    class HealthScoring {
        @Test
        void weighsTestsVerificationsAndTipsOfAllInstances(TestInfo test) throws Exception {
            accepted(first, observed("weighed", "automated_test", "works"), test);
            accepted(second, observed("weighed", "community_verification", "partly"), test);
            accepted(first, observed("weighed", "community_tip", "fails"), test);
            awaitScore(first, "weighed", 0.75);
            awaitScore(second, "weighed", 0.75);
            assertThat(health(second, "weighed").body()).contains("\"status\":\"healthy\"", "\"evidence\":[{");
            assertThat(number(health(second, "weighed"), "confidence")).isCloseTo(1, within(1e-3));
        }

        @Test
        void lowersTheWeightOfOldEvidenceExponentially(TestInfo test) throws Exception {
            Instant then = Instant.now().minus(Duration.ofDays(10));
            accepted(
                    first,
                    "{\"dealId\":\"aged\",\"kind\":\"automated_test\",\"value\":1,\"observedAt\":\"" + then + "\"}",
                    test);
            accepted(first, observed("aged", "community_verification", "fails"), test);
            double weight = 0.6 * Math.exp(-1);
            awaitScore(second, "aged", weight / (weight + 0.3));
        }

        @Test
        void countsAnEventOnceHoweverOftenAndWhereverItIsTold(TestInfo test) throws Exception {
            String event = "{\"id\":\"told-twice\",\"dealId\":\"told\",\"kind\":\"automated_test\",\"value\":0.4}";
            accepted(first, event, test);
            accepted(first, event, test);
            accepted(second, event, test);
            await().untilAsserted(
                            () -> assertThat(health(first, "told").body()).containsOnlyOnce("\"id\":\"told-twice\""));
        }

        @Test
        void keepsEvidenceInRedisForNinetyDays(TestInfo test) throws Exception {
            accepted(first, observed("kept", "automated_test", "works"), test);
            awaitScore(second, "kept", 1);
            String seconds = redis.command("TTL", "deal-health:evidence:kept");
            assertThat(Duration.ofSeconds(Long.parseLong(seconds.substring(1).strip())))
                    .isBetween(Duration.ofDays(89), Duration.ofDays(90));
        }

        @Test
        void ranksTheBestDeals(TestInfo test) throws Exception {
            accepted(first, "{\"dealId\":\"rank-a\",\"kind\":\"automated_test\",\"value\":0.93}", test);
            accepted(first, "{\"dealId\":\"rank-b\",\"kind\":\"automated_test\",\"value\":0.97}", test);
            await().untilAsserted(() -> {
                String best = second.get(DEALS + "?sort=score&limit=50", second.as("ranker-" + System.nanoTime()))
                        .body();
                assertThat(best).contains("rank-a", "rank-b");
                assertThat(best.indexOf("rank-b")).isLessThan(best.indexOf("rank-a"));
            });
        }

        @Test
        void doesNotKnowWhatNobodyHasSaidAnythingAbout() throws Exception {
            assertThat(health(first, "unheard-of").statusCode()).isEqualTo(404);
        }
    }

    @Nested
    class AiServices {
        @Test
        void readTips(TestInfo test) throws Exception {
            accepted(first, "{\"dealId\":\"tip\",\"kind\":\"community_tip\",\"text\":\"expired since Monday\"}", test);
            awaitScore(first, "tip", 0);
        }

        @Test
        void areNotNeeded(TestInfo test) throws Exception {
            accepted(first, observed("unread", "automated_test", "works"), test);
            accepted(
                    first,
                    "{\"dealId\":\"unread\",\"kind\":\"community_tip\",\"text\":\"simulate-llm-failure\"}",
                    test);
            await().untilAsserted(() -> {
                HttpResponse<String> health = health(first, "unread");
                assertThat(number(health, "score")).isEqualTo(1);
                assertThat(number(health, "confidence")).isCloseTo(0.6 / 0.7, within(1e-3));
            });
        }

        @Test
        void canBeSwitchedOff(TestInfo test) throws Exception {
            second.runtime().upstream("verifier").disable();
            try {
                int calls = second.model().calls();
                accepted(second, "{\"dealId\":\"off\",\"kind\":\"community_tip\",\"text\":\"it works\"}", test);
                await().untilAsserted(
                                () -> assertThat(health(second, "off").body()).contains("\"status\":\"unknown\""));
                assertThat(second.model().calls()).isEqualTo(calls);
            } finally {
                second.runtime().upstream("verifier").enable();
            }
        }
    }

    @Nested
    class RateLimiting {
        @Test
        void admitsOneBurstOfAClientAtAllInstancesTogether() {
            String[] user = first.as("eager");
            long started = System.nanoTime();
            List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                sent.add((i % 2 == 0 ? first : second).getting(DEALS, user));
            }
            List<Integer> statuses =
                    sent.stream().map(answer -> answer.join().statusCode()).toList();
            long returned = PER_MINUTE * (System.nanoTime() - started) / TimeUnit.MINUTES.toNanos(1) + 1;
            long admitted = statuses.stream().filter(status -> status == 200).count();
            assertThat(admitted).isBetween((long) BURST, BURST + returned);
            assertThat(statuses).containsOnly(200, 429);
        }

        @Test
        void tellsAClientAtOneInstanceWhatItSpentAtTheOther() throws Exception {
            String[] user = first.as("walker");
            for (int i = 0; i < 2 * BURST; i++) {
                first.get(DEALS, user);
            }
            HttpResponse<String> refused = second.get(DEALS, user);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isPositive();
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(second.get(DEALS, second.as("somebody-else")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Nested
    class Users {
        @Test
        void areNamedByGenuineTokensOnly() throws Exception {
            HttpResponse<String> refused = first.get(DEALS, "Authorization", "Bearer a.b.c");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
            assertThat(refused.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        }
    }

    @Nested
    class InputValidation {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "[]",
                    "{}",
                    "{\"dealId\":\"d\",\"kind\":\"rumour\",\"value\":1}",
                    "{\"dealId\":\"d d\",\"kind\":\"automated_test\",\"value\":1}",
                    "{\"dealId\":\".\",\"kind\":\"automated_test\",\"value\":1}",
                    "{\"dealId\":\"..\",\"kind\":\"automated_test\",\"value\":1}",
                    "{\"dealId\":\"d\",\"id\":\"..\",\"kind\":\"automated_test\",\"value\":1}",
                    "{\"dealId\":\"d\",\"dealId\":\"e\",\"kind\":\"automated_test\",\"value\":1}",
                    "{\"dealId\":\"d\",\"kind\":\"automated_test\"}",
                    "{\"dealId\":\"d\",\"kind\":\"automated_test\",\"value\":1.01}",
                    "{\"dealId\":\"d\",\"kind\":\"automated_test\",\"value\":\"NaN\"}",
                    "{\"dealId\":\"d\",\"kind\":\"automated_test\",\"value\":1,\"outcome\":\"works\"}",
                    "{\"dealId\":\"d\",\"kind\":\"automated_test\",\"outcome\":\"perhaps\"}",
                    "{\"dealId\":\"d\",\"kind\":\"automated_test\",\"value\":1,\"colour\":\"red\"}",
                    "{\"dealId\":\"d\",\"kind\":\"automated_test\",\"value\":1,\"observedAt\":\"yesterday\"}",
                    "{\"dealId\":\"d\",\"kind\":\"community_tip\",\"text\":\" \"}"
                })
        void refusesWhatMakesNoSense(String body) throws Exception {
            HttpResponse<String> refused = first.post(EVENTS, body, first.as("careless-" + body.hashCode()));
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(refused.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        }

        @ParameterizedTest
        @CsvSource({"?limit=made-up, 400, is not a number", "/made-up, 404, Not Found"})
        void repeatsNothingThatWasSent(String sent, int status, String said) throws Exception {
            HttpResponse<String> refused = first.get(DEALS + sent, first.as("inventive"));
            assertThat(refused.statusCode()).isEqualTo(status);
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(refused.body()).contains(said).doesNotContain("made-up", "instance");
        }

        @Test
        void refusesWhatIsTooLong() throws Exception {
            for (int words : new int[] {1_000, 20_000}) {
                String tip = "{\"dealId\":\"d\",\"kind\":\"community_tip\",\"text\":\"" + "long ".repeat(words) + "\"}";
                assertThat(first.post(EVENTS, tip, first.as("verbose")).statusCode())
                        .isEqualTo(413);
            }
        }
    }

    @Nested
    class Monitoring {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "deal_health_errors_total ",
                    "deal_health_request_duration_seconds_bucket{le=\"1.0\"} ",
                    "deal_health_queue_depth ",
                    "deal_health_queue_age_seconds ",
                    "deal_health_dead_letters ",
                    "deal_health_score_bucket{le=\"0.8\"} ",
                    "deal_health_events_total{outcome=\"accepted\"} ",
                    "deal_health_event_processing_seconds_count{outcome=\"processed\"} ",
                    "breakwater_queue_depth{queue=\"events\"} ",
                    "breakwater_queue_capacity{queue=\"events\"} 2000.0",
                    "jvm_memory_used_bytes{"
                })
        void hasWhatTheAlertsAndDashboardsAskFor(String series) throws Exception {
            assertThat(first.ops("/metrics").body()).contains("\n" + series);
        }
    }

    @Nested
    class HealthChecks {
        @ParameterizedTest
        @ValueSource(strings = {"/livez", "/readyz", "/health"})
        void areAnsweredOnBothPorts(String path) throws Exception {
            assertThat(first.get(path).statusCode()).isEqualTo(200);
            assertThat(first.ops(path).statusCode()).isEqualTo(200);
        }
    }

    @Nested
    class DeadLetters {
        @Test
        void keepWhatCannotBeProcessedUntilAnOperatorDrivesItAgain(TestInfo test) throws Exception {
            redis.command("SET", "deal-health:evidence:poisoned", "x");
            accepted(
                    first, "{\"id\":\"poison\",\"dealId\":\"poisoned\",\"kind\":\"automated_test\",\"value\":1}", test);
            accepted(first, observed("sound", "automated_test", "works"), test);
            awaitScore(first, "sound", 1);
            await().untilAsserted(() -> assertThat(first.get("/api/v1/dead-letters", first.as("op" + System.nanoTime()))
                            .body())
                    .contains("\"id\":\"poison\"", "WRONGTYPE", "\"attempts\":5"));
            assertThat(first.ops("/metrics").body()).contains("\ndeal_health_dead_letters 1.0");
            redis.command("DEL", "deal-health:evidence:poisoned");
            assertThat(first.post("/api/v1/dead-letters/poison/redrive", "{}").statusCode())
                    .isEqualTo(202);
            awaitScore(second, "poisoned", 1);
            assertThat(first.post("/api/v1/dead-letters/poison/redrive", "{}").statusCode())
                    .isEqualTo(404);
        }

        @Test
        void areThereForOperatorsOnly() throws Exception {
            String[] outside = {"X-Forwarded-For", "203.0.113.9"};
            HttpResponse<String> letters = first.get("/api/v1/dead-letters", outside);
            assertThat(letters.statusCode()).isEqualTo(404);
            assertThat(letters.body().replace("dead-letters", "no-letters"))
                    .isEqualTo(first.get("/api/v1/no-letters", outside).body());
        }
    }
}
