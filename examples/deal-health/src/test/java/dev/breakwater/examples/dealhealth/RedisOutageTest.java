/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static dev.breakwater.examples.dealhealth.RunningService.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.examples.dealhealth.demo.RedisServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Redis is killed under an instance that was told of one more, and comes back. */
class RedisOutageTest {
    private static final String DEALS = "/api/v1/deals";
    private static final String KNOWN = DEALS + "/known/health";
    private static final int PER_MINUTE = 100;
    private static final int BURST = 20;
    private static final int INSTANCES = 2;

    private static RedisServer redis;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        redis = RedisServer.started();
        service = new RunningService(
                Map.of(
                        "REDIS_URL",
                        redis.url(),
                        "RATE_LIMIT_REQUESTS_PER_MINUTE",
                        Integer.toString(PER_MINUTE),
                        "RATE_LIMIT_BURST_SIZE",
                        Integer.toString(BURST),
                        "BREAKWATER_REDIS_INSTANCES",
                        Integer.toString(INSTANCES)),
                "--breakwater.redis.timeout=500ms",
                // So that each request asks Redis.
                "--deal-health.scores.cache-ttl=0s");
    }

    @AfterAll
    static void stop() {
        service.close();
        redis.close();
    }

    @Test
    void limitsGoOnWithTheShareOfAnInstanceAndNobodyGetsA500() throws Exception {
        post("known");
        await().untilAsserted(() -> assertThat(number(service.get(KNOWN, service.as("first")), "score"))
                .isEqualTo(1));
        assertThat(remaining(service.get(KNOWN, service.as("counted-together"))))
                .isEqualTo(BURST - 1);
        AtomicReference<String> best = new AtomicReference<>("");
        await().untilAsserted(() -> {
            best.set(service.get(DEALS, service.as("chooser")).body());
            assertThat(best.get()).contains("\"dealId\":\"known\"", "\"asOf\":\"");
        });

        awaitHealth("UP");

        redis.kill();

        String[] user = service.as("cut-off");
        long started = System.nanoTime();
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int i = 0; i < 2 * BURST; i++) {
            answers.add(service.get(KNOWN, user));
        }
        long returned = PER_MINUTE * (System.nanoTime() - started) / INSTANCES / TimeUnit.MINUTES.toNanos(1) + 1;
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isIn(200, 429);
            assertThat(policy(answer)).as("what was agreed").isEqualTo(PER_MINUTE);
            assertThat(remaining(answer)).isBetween(0L, (long) BURST / INSTANCES);
        });
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                .hasSizeBetween(BURST / INSTANCES, (int) (BURST / INSTANCES + returned));
        HttpResponse<String> lastBest = service.get(DEALS, service.as("chooser"));
        assertThat(lastBest.statusCode()).isEqualTo(200);
        assertThat(lastBest.body()).isEqualTo(best.get());
        // What is not known cannot be looked up, and an event waits.
        assertThat(service.get(DEALS + "/unknown/health", service.as("curious")).statusCode())
                .isEqualTo(503);
        post("patient");
        awaitHealth("DEGRADED");
        assertThat(service.ops("/health/detailed").body()).contains("\"redis\"");
        assertThat(service.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(service.ops("/metrics").body())
                .contains("\nbreakwater_ratelimit_store_available 0.0")
                .contains("\nbreakwater_health_status{component=\"redis\"} 0.0")
                .contains("\nbreakwater_health_critical{component=\"redis\"} 0.0");

        redis.start();

        await("counted together")
                .atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(remaining(service.get(KNOWN, service.as("back-" + System.nanoTime()))))
                        .isEqualTo(BURST - 1));
        assertThat(service.ops("/metrics").body()).contains("\nbreakwater_ratelimit_store_available 1.0");
        await().untilAsserted(() -> assertThat(number(
                        service.get(DEALS + "/patient/health", service.as("reader-" + System.nanoTime())), "score"))
                .isEqualTo(1));
        awaitHealth("UP");
    }

    @Test
    void oneThatStandsStillHoldsUpAFewAndThenNobody() throws Exception {
        String steady = DEALS + "/steady/health";
        post("steady");
        await().untilAsserted(() ->
                assertThat(number(service.get(steady, someone()), "score")).isEqualTo(1));

        redis.pause();

        List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            held.add(service.getting(steady, someone()));
        }
        assertThat(held)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        await("nobody asks for evidence any more").untilAsserted(() -> {
            assertThat(service.get(steady, someone()).statusCode()).isEqualTo(200);
            assertThat(service.ops("/metrics").body())
                    .contains("breakwater_upstream_breaker_state{upstream=\"evidence\"} 1.0");
        });
        assertThat(service.get(DEALS + "/unknown/health", someone()).statusCode())
                .isEqualTo(503);
        assertThat(service.get("/readyz").statusCode()).isEqualTo(200);
        awaitHealth("DEGRADED");

        redis.resume();

        await("counted together, with evidence").untilAsserted(() -> {
            HttpResponse<String> answer = service.get(steady, someone());
            assertThat(remaining(answer)).isEqualTo(BURST - 1);
            assertThat(service.get("/health").body()).contains("\"status\":\"UP\"");
        });
    }

    @Test
    void oneThatTakesNoWritesGivesUpNoEvent() throws Exception {
        awaitHealth("UP");
        double before = postponed();
        assertThat(redis.command("CONFIG", "SET", "min-replicas-to-write", "1")).startsWith("+OK");
        try {
            post("held-back");
            await("tried").untilAsserted(() -> assertThat(postponed()).isGreaterThan(before));
        } finally {
            redis.command("CONFIG", "SET", "min-replicas-to-write", "0");
        }
        await().untilAsserted(() -> assertThat(number(service.get(DEALS + "/held-back/health", someone()), "score"))
                .isEqualTo(1));
        assertThat(service.ops("/metrics").body()).contains("\ndeal_health_dead_letters 0.0");
        awaitHealth("UP");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist  | true
                    NOPERM User default has no permissions to run the 'hsetnx' command                       | true
                    LOADING                                                                                  | true
                    BUSYKEY Target key name already exists.                                                  | false
                    WRONGTYPE Operation against a key holding the wrong kind of value                        | false
                    ERR unknown command                                                                      | false
                    ''                                                                                       | false
                    """)
    void whatPassesIsToldFromWhatIsWrongWithTheQuestion(String refusal, boolean passing) {
        assertThat(RedisEvidenceStore.isPassing(refusal)).isEqualTo(passing);
    }

    private static double postponed() throws Exception {
        return service.ops("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("deal_health_event_processing_seconds_count{outcome=\"postponed\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String[] someone() {
        return service.as("someone-" + System.nanoTime());
    }

    private static void awaitHealth(String status) {
        await(status)
                .untilAsserted(
                        () -> assertThat(service.get("/health").body()).contains("\"status\":\"" + status + '"'));
    }

    private static void post(String deal) throws Exception {
        assertThat(service.post(
                                "/api/v1/events",
                                "{\"dealId\":\"" + deal + "\",\"kind\":\"automated_test\",\"outcome\":\"works\"}",
                                service.as("observer"))
                        .statusCode())
                .isEqualTo(202);
    }

    /** The limit that an answer tells. */
    private static long policy(HttpResponse<String> answer) {
        return parameter(answer, "RateLimit-Policy", ";q=");
    }

    /** What an answer tells is left. */
    private static long remaining(HttpResponse<String> answer) {
        return parameter(answer, "RateLimit", ";r=");
    }

    private static long parameter(HttpResponse<String> answer, String field, String name) {
        String value = answer.headers().firstValue(field).orElseThrow();
        int from = value.indexOf(name) + name.length();
        int end = value.indexOf(';', from);
        return Long.parseLong(value.substring(from, end < 0 ? value.length() : end));
    }
}
