/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import static dev.breakwater.examples.carbon.RunningOptimizer.INTENSITY;
import static dev.breakwater.examples.carbon.RunningOptimizer.OPTIMIZE;
import static dev.breakwater.examples.carbon.RunningOptimizer.WORK;
import static dev.breakwater.examples.carbon.RunningOptimizer.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.carbon.ElectricityMapsStandIn.Mode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The guide's chapter "Performance Optimization". */
class PerformanceTest {
    private static final String SOON = "--breakwater.upstreams.electricity-maps.backoff=1ms";

    @Nested
    class Caching {
        @Test
        void aZoneIsAskedForOnceInFiveMinutes() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.get(INTENSITY + "DE");
                service.time.advance(Duration.ofSeconds(299));
                service.get(INTENSITY + "DE");
                assertThat(service.maps().calls()).isEqualTo(1);

                service.time.advance(Duration.ofSeconds(2));
                service.get(INTENSITY + "DE");
                assertThat(service.maps().calls()).isEqualTo(2);
            }
        }

        @Test
        void eachZoneHasAnEntryOfItsOwn() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                assertThat(said(service.get(INTENSITY + "DE"), "/zone")).isEqualTo("DE");
                assertThat(said(service.get(INTENSITY + "FR"), "/zone")).isEqualTo("FR");
                assertThat(said(service.get(INTENSITY + "DE"), "/zone")).isEqualTo("DE");
                assertThat(service.maps().calls()).isEqualTo(2);
            }
        }

        @Test
        void whoAsksAtTheSameTimeSharesOneCall() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.maps().answer(Mode.SLOW);
                List<CompletableFuture<HttpResponse<String>>> asked = IntStream.range(0, 15)
                        .mapToObj(i -> service.sending("GET", INTENSITY + "DE", ""))
                        .toList();
                assertThat(asked).allMatch(answer -> answer.join().statusCode() == 200);
                assertThat(service.maps().calls()).isEqualTo(1);
            }
        }

        @Test
        void theEnvironmentSwitchesItOff() {
            try (RunningOptimizer service = RunningOptimizer.start(Map.of("ENABLE_CACHING", "false"))) {
                service.get(INTENSITY + "DE");
                service.get(INTENSITY + "DE");
                assertThat(service.maps().calls()).isEqualTo(2);
            }
        }
    }

    @Nested
    class RetryAndConnectionPooling {
        @Test
        void threeTriesInAll() {
            try (RunningOptimizer service = RunningOptimizer.start(SOON)) {
                service.maps().failNext(2);
                assertThat(said(service.get(INTENSITY + "DE"), "/source")).isEqualTo("electricity-maps");
                assertThat(service.maps().calls()).isEqualTo(3);

                service.maps().failNext(3);
                assertThat(said(service.get(INTENSITY + "FR"), "/source")).isEqualTo("estimate");
                assertThat(service.maps().calls()).isEqualTo(6);
            }
        }

        @Test
        void theWaitsAreTheGuides() throws Exception {
            JsonNode upstream = Documents.yaml("src/main/resources/breakwater.yaml")
                    .get(0)
                    .at("/breakwater/upstreams/electricity-maps");
            assertThat(upstream.path("backoff").asString()).isEqualTo("300ms");
            assertThat(upstream.path("attempts").asInt()).isEqualTo(3);
        }

        @Test
        void callsThatFollowEachOtherShareAConnection() {
            try (RunningOptimizer service = RunningOptimizer.start(Map.of("ENABLE_CACHING", "false"))) {
                IntStream.range(0, 20).forEach(i -> service.get(INTENSITY + "DE"));
                assertThat(service.maps().calls()).isEqualTo(20);
                assertThat(service.maps().connections()).isEqualTo(1);
            }
        }

        @Test
        void aTwentyFirstCallAtTheSameTimeIsNotMade() {
            try (RunningOptimizer service = RunningOptimizer.start(
                    Map.of("ENABLE_CACHING", "false"), "--breakwater.upstreams.electricity-maps.attempts=1")) {
                service.maps().answer(Mode.HANGING);
                List<CompletableFuture<HttpResponse<String>>> asked = IntStream.range(0, 25)
                        .mapToObj(i -> service.sending("GET", INTENSITY + "DE", ""))
                        .toList();
                assertThat(asked)
                        .allMatch(answer -> said(answer.join(), "/source").equals("estimate"));
                assertThat(service.maps().calls()).isEqualTo(20);
            }
        }
    }

    @Nested
    class WithoutElectricityMaps {
        @ParameterizedTest
        @EnumSource(
                value = Mode.class,
                names = {"FAILING", "BABBLING"})
        void theYearlyAverageIsAnEstimate(Mode mode) {
            try (RunningOptimizer service = RunningOptimizer.start(SOON)) {
                service.maps().answer(mode);
                HttpResponse<String> answer = service.get(INTENSITY + "DE");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(said(answer, "/gramsPerKwh")).isEqualTo("340");
                assertThat(said(answer, "/source")).isEqualTo("estimate");
                assertThat(said(service.optimize(WORK), "/source")).isEqualTo("estimate");
            }
        }

        @Test
        void whatWasLastKnownIsABetterOne() {
            try (RunningOptimizer service = RunningOptimizer.start(SOON)) {
                service.get(INTENSITY + "DE");
                service.optimize(WORK);
                service.maps().answer(Mode.FAILING);
                service.time.advance(Duration.ofMinutes(6));
                HttpResponse<String> answer = service.get(INTENSITY + "DE");
                assertThat(said(answer, "/gramsPerKwh")).isEqualTo("289");
                assertThat(said(answer, "/source")).isEqualTo("estimate");
                HttpResponse<String> plan = service.optimize(WORK);
                assertThat(said(plan, "/start")).isEqualTo("2026-01-01T11:00:00Z");
                assertThat(said(plan, "/source")).isEqualTo("estimate");
            }
        }

        @Test
        void anEstimateIsNotKeptWhenItIsBack() {
            try (RunningOptimizer service = RunningOptimizer.start(SOON)) {
                service.maps().answer(Mode.FAILING);
                service.get(INTENSITY + "DE");
                service.maps().answer(Mode.WELL);
                assertThat(said(service.get(INTENSITY + "DE"), "/source")).isEqualTo("electricity-maps");
            }
        }

        @Test
        void theBreakerLeavesItAloneForHalfAMinute() {
            try (RunningOptimizer service = RunningOptimizer.start(SOON)) {
                service.maps().answer(Mode.FAILING);
                IntStream.range(0, 5).forEach(i -> service.get(INTENSITY + "DE"));
                int calls = service.maps().calls();
                assertThat(calls).isEqualTo(10);
                service.maps().answer(Mode.WELL);
                HttpResponse<String> answer = service.get(INTENSITY + "DE");
                assertThat(said(answer, "/source")).isEqualTo("estimate");
                assertThat(service.maps().calls()).isEqualTo(calls);
                assertThat(service.eventOf(answer))
                        .contains("\"breakwater.upstream.electricity-maps.failure\":\"open\"");

                service.time.advance(Duration.ofSeconds(31));
                assertThat(said(service.get(INTENSITY + "DE"), "/source")).isEqualTo("electricity-maps");
            }
        }

        @Test
        void theKillSwitchSendsNothing() {
            Map<String, String> environment = Map.of("DISABLE_ELECTRICITY_MAPS", "true");
            try (RunningOptimizer service = RunningOptimizer.start(environment)) {
                assertThat(said(service.optimize(WORK), "/source")).isEqualTo("estimate");
                assertThat(service.maps().calls()).isZero();
            }
        }

        @Test
        void oneThatHangsIsGivenUpInTime() {
            try (RunningOptimizer service = RunningOptimizer.startInRealTime(
                    Map.of("ELECTRICITY_MAPS_TIMEOUT", "1"), "--breakwater.upstreams.electricity-maps.attempts=1")) {
                service.maps().answer(Mode.HANGING);
                long started = System.nanoTime();
                HttpResponse<String> answer = service.send("POST", OPTIMIZE, WORK, "Content-Type", "application/json");
                assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
                assertThat(said(answer, "/source")).isEqualTo("estimate");
                assertThat(service.eventOf(answer)).contains("\"timeout\"");
            }
        }
    }
}
