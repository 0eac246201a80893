/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import static dev.breakwater.examples.shopping.RunningOptimizer.MEALS;
import static dev.breakwater.examples.shopping.RunningOptimizer.OFFERS;
import static dev.breakwater.examples.shopping.RunningOptimizer.header;
import static dev.breakwater.examples.shopping.RunningOptimizer.said;
import static dev.breakwater.examples.shopping.RunningOptimizer.zip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.shopping.standin.StandIn.Mode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guide's warning about servers that block, and what it says of caches, limits and slow upstreams. */
class PerformanceTest {
    private static final String MEAL = "{\"zip\":\"8000\"}";

    @Nested
    class NothingWaits {
        @Test
        void moreRequestsWaitThanTheServerHasThreads() {
            Map<String, String> environment = Map.of("MAX_CONCURRENT_REQUESTS", "100");
            try (RunningOptimizer service = RunningOptimizer.startInRealTime(environment)) {
                service.salling().answer(Mode.HANGING);
                List<CompletableFuture<HttpResponse<String>>> waiting = IntStream.range(0, 80)
                        .mapToObj(i -> service.sending(OFFERS + zip()))
                        .toList();
                Awaitility.await().until(() -> service.salling().calls() == 80);
                assertThat(service.serverThreads()).isLessThanOrEqualTo(32);
                // And there are threads left for whoever asks for something else.
                assertThat(service.get("/api/v1/nothing").statusCode()).isEqualTo(404);
                assertThat(waiting).noneMatch(CompletableFuture::isDone);
            }
        }

        @Test
        void requestsAtTheSameTimeAreBoundedAndProbesAreNot() {
            try (RunningOptimizer service =
                    RunningOptimizer.startInRealTime(Map.of(), "--breakwater.overload.max-concurrent=2")) {
                service.salling().answer(Mode.HANGING);
                List<CompletableFuture<HttpResponse<String>>> waiting = IntStream.range(0, 2)
                        .mapToObj(i -> service.sending(OFFERS + zip()))
                        .toList();
                Awaitility.await().until(() -> service.salling().calls() == 2);
                HttpResponse<String> refused = service.get(OFFERS + zip());
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(header(refused, "Retry-After")).isNotEmpty();
                assertThat(service.get("/health").statusCode()).isEqualTo(200);
                assertThat(waiting).noneMatch(CompletableFuture::isDone);
            }
        }

        @Test
        void aModelThatHangsHoldsTenCallsAndSlowsNobodyElse() {
            try (RunningOptimizer service = RunningOptimizer.startInRealTime(
                    Map.of("GEMINI_TIMEOUT", "2", "MAX_CONCURRENT_REQUESTS", "10"),
                    "--breakwater.upstreams.gemini.cache.ttl=off")) {
                service.get(OFFERS + "8000");
                service.gemini().answer(Mode.HANGING);
                List<CompletableFuture<HttpResponse<String>>> meals = IntStream.range(0, 25)
                        .mapToObj(i -> service.posting(MEALS, MEAL))
                        .toList();
                Awaitility.await()
                        .until(() ->
                                meals.stream().filter(CompletableFuture::isDone).count() >= 15);
                assertThat(service.get(OFFERS + "8000").statusCode()).isEqualTo(200);
                assertThat(meals)
                        .allMatch(answer -> said(answer.join(), "/source").equals("rules"));
                assertThat(service.gemini().calls()).isEqualTo(10);
            }
        }
    }

    @Nested
    class Caching {
        private final RunningOptimizer service = RunningOptimizer.shared();

        @Test
        void aPostcodeIsAskedForOnceInAnHour() {
            try (RunningOptimizer own = RunningOptimizer.start()) { // whose time may be moved
                own.get(OFFERS + "8000");
                own.time.advance(Duration.ofMinutes(59));
                own.get(OFFERS + "8000");
                assertThat(own.salling().calls()).isEqualTo(1);
                // Within five minutes after the hour the old answer would be given while a new one is fetched.
                own.time.advance(Duration.ofMinutes(7));
                own.get(OFFERS + "8000");
                assertThat(own.salling().calls()).isEqualTo(2);
            }
        }

        @Test
        void theHitRateIsShown() {
            service.get(OFFERS + "8000");
            service.get(OFFERS + "8000");
            HttpResponse<String> metrics = service.local("/metrics");
            assertThat(metrics.body())
                    .containsPattern("\"name\":\"salling\".*\"cache\":\\{\"hits\":[1-9].*\"hit_rate\":0\\.[0-9]");
            assertThat(service.local("/metrics/summary").body()).containsPattern("salling .*cache [0-9.]+ %");
            assertThat(service.local("/metrics/prometheus").body())
                    .contains("breakwater_cache_requests_total{result=\"hit\",upstream=\"salling\"}");
        }

        @Test
        void ofTwentyWhoAskAtTheSameTimeOneIsSent() {
            String zip = zip();
            int before = service.salling().calls();
            service.salling().delay(Duration.ofMillis(200));
            List<CompletableFuture<HttpResponse<String>>> asked = IntStream.range(0, 20)
                    .mapToObj(i -> service.sending(OFFERS + zip))
                    .toList();
            assertThat(asked).allMatch(answer -> answer.join().statusCode() == 200);
            service.salling().delay(Duration.ZERO);
            assertThat(service.salling().calls() - before).isEqualTo(1);
        }
    }

    @Nested
    class WithoutAnUpstream {
        @ParameterizedTest
        @EnumSource(
                value = Mode.class,
                names = {"FAILING", "BABBLING"})
        void rulesSuggestMealsWhereTheModelDoesNot(Mode mode) {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.gemini().answer(mode);
                HttpResponse<String> meal = service.post(MEALS, MEAL);
                assertThat(meal.statusCode()).isEqualTo(200);
                assertThat(said(meal, "/source")).isEqualTo("rules");
            }
        }

        @Test
        void theFileThatIsTheKillSwitchSendsNothingWhileItIsThere(@TempDir Path directory) throws Exception {
            Path file = directory.resolve("disable-gemini");
            try (RunningOptimizer service =
                    RunningOptimizer.startInRealTime(Map.of(), "--breakwater.upstreams.gemini.disabled-file=" + file)) {
                assertThat(suggested(service)).isEqualTo("gemini");

                Files.createFile(file);
                Awaitility.await().until(() -> suggested(service).equals("rules"));
                int calls = service.gemini().calls();
                assertThat(said(service.post(MEALS, "{\"zip\":\"" + zip() + "\"}"), "/source"))
                        .isEqualTo("rules");
                assertThat(service.gemini().calls()).isEqualTo(calls);
                assertThat(said(service.get("/health"), "/status")).isEqualTo("DEGRADED");
                assertThat(service.get("/readyz").statusCode()).isEqualTo(200);

                Files.delete(file);
                Awaitility.await().until(() -> suggested(service).equals("gemini"));
            }
        }

        private static String suggested(RunningOptimizer service) {
            return said(service.post(MEALS, "{\"zip\":\"8000\"}"), "/source");
        }

        @Test
        void whatWasKnownIsAnswered() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                String known = service.get(OFFERS + "8000").body();
                service.salling().answer(Mode.FAILING);
                service.time.advance(Duration.ofHours(3));
                HttpResponse<String> answer = service.get(OFFERS + "8000");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(known).contains("\"asOf\":\"2026-01-01T09:30:00Z\"");
            }
        }

        @Test
        void ofWhatNobodyKnowsAnythingTheAnswerIs503AndTheBreakerSaysHowLong() {
            try (RunningOptimizer service = RunningOptimizer.start("--breakwater.upstreams.salling.backoff=1ms")) {
                service.salling().answer(Mode.FAILING);
                HttpResponse<String> answer = service.get(OFFERS + "8000");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
                assertThat(header(answer, "Retry-After")).isEqualTo("5");

                IntStream.range(0, 5).forEach(i -> service.get(OFFERS + zip()));
                int calls = service.salling().calls();
                HttpResponse<String> open = service.get(OFFERS + "8000");
                assertThat(open.statusCode()).isEqualTo(503);
                assertThat(header(open, "Retry-After")).isEqualTo("30");

                service.time.advance(Duration.ofMillis(12_500));
                assertThat(header(service.get(OFFERS + "8000"), "Retry-After")).isEqualTo("18");
                assertThat(service.salling().calls()).isEqualTo(calls);
            }
        }
    }
}
