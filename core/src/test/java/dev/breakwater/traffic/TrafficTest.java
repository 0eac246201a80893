/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Outcome.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("minimal")
class TrafficTest {
    private final ManualTime time = new ManualTime();
    private final TrafficPolicy policy = TrafficPolicy.builder()
            .maxRoutes(10)
            .ourPaths(List.of("/livez", "/metrics"))
            .build();
    private final Traffic traffic = Traffic.of(policy, time);
    private final Breakwater chain = Breakwater.of(List.of(new TrafficGuard(traffic)));

    @Nested
    class Labels {
        @ParameterizedTest
        @CsvSource(
                nullValues = "-",
                value = {
                    "/orders/{id}, 200, /orders/7, /orders/{id}",
                    "/orders/{id}, 404, /orders/7, /orders/{id}",
                    "-, 404, /wp-login.php, NOT_FOUND",
                    "-, 302, /old, REDIRECTION",
                    "-, 200, /index.html, UNKNOWN",
                    "-, 429, /orders/7, UNKNOWN",
                    "-, 200, /livez, /livez",
                    "-, 404, /metrics, NOT_FOUND",
                    "-, 200, /breakwater/anything, UNKNOWN",
                })
        void aRouteIsItsTemplateOrTheWordForWhatHasNone(
                @Nullable String template, int status, String path, String label) {
            assertThat(send("GET", path, status, Kind.OK, template).route()).isEqualTo(label);
        }

        @Test
        void whatTheApplicationSaysOfARouteCounts() {
            TestExchange exchange = TestExchange.get("/orders/7");
            Admission admission = chain.admit(exchange);
            exchange.route("/orders/{id}");
            admission.complete(new Outcome(200, Kind.OK, 1, null, null));
            assertThat(RequestLabels.of(exchange).route()).isEqualTo("/orders/{id}");
        }

        @ParameterizedTest
        @CsvSource({"GET, GET", "QUERY, QUERY", "PATCH, PATCH", "get, _OTHER", "FOO, _OTHER", "PROPFIND, _OTHER"})
        void aMethodIsOneThatASpecificationKnows(String sent, String label) {
            assertThat(send(sent, "/", 200, Kind.OK, "/").method()).isEqualTo(label);
        }

        @ParameterizedTest
        @CsvSource({"200, 200", "0, UNKNOWN", "99, UNKNOWN", "600, UNKNOWN", "-1, UNKNOWN"})
        void aStatusIsOneThatThereIs(int sent, String label) {
            assertThat(send("GET", "/", sent, Kind.OK, "/").statusText()).isEqualTo(label);
            assertThat(traffic.snapshot().byStatus()).isEqualTo(Map.of(label, 1L));
        }
    }

    @Nested
    class Bounds {
        @Test
        void routesBeyondTheMostAreCountedTogether() {
            for (int i = 0; i < 50; i++) {
                send("GET", "/r" + i, 200, Kind.OK, "/r" + i);
            }
            TrafficSnapshot now = traffic.snapshot();
            assertThat(now.routes()).hasSize(11);
            assertThat(now.routes().get(0).route()).isEqualTo("_OTHER");
            assertThat(now.routes().get(0).requests()).isEqualTo(40);
            assertThat(traffic.routesOverflowed()).isEqualTo(40);
            assertThat(now.requests()).isEqualTo(50);
        }

        @Test
        void aRouteThatHasAPlaceKeepsIt() {
            send("GET", "/first", 200, Kind.OK, "/first");
            for (int i = 0; i < 50; i++) {
                send("GET", "/r" + i, 200, Kind.OK, "/r" + i);
            }
            assertThat(send("GET", "/first", 200, Kind.OK, "/first").route()).isEqualTo("/first");
        }

        @Test
        void anEndlessTemplateIsNoRoute() {
            assertThat(send("GET", "/", 200, Kind.OK, "/x".repeat(200)).route()).isEqualTo("_OTHER");
        }

        @Test
        void randomPathsAndMethodsAddNothingToTellApartAndAllAreCounted() {
            flood(10_000);
        }

        @Test
        @Tag("heavy")
        void aMillionOfThemNeither() {
            flood(1_000_000);
        }

        private void flood(int requests) {
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < requests; i++) {
                String path = "/" + Long.toHexString(random.nextLong());
                String method = Long.toString(random.nextLong() >>> 1, 36);
                send(method, path, i % 2 == 0 ? 404 : 200, Kind.OK, i % 3 == 0 ? path : null);
            }
            TrafficSnapshot now = traffic.snapshot();
            assertThat(now.routes()).hasSizeLessThanOrEqualTo(10 + 4);
            assertThat(now.byMethod()).isEqualTo(Map.of("_OTHER", (long) requests));
            assertThat(now.requests()).isEqualTo(requests);
            assertThat(sum(now.byStatus())).isEqualTo(requests);
            assertThat(sum(now.byOutcome())).isEqualTo(requests);
        }
    }

    @Nested
    class Active {
        @Test
        void isBackToNothingHoweverRequestsEnd() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            Kind[] kinds = Kind.values();
            for (int i = 0; i < 20_000; i++) {
                int number = i;
                threads.execute(() -> {
                    TestExchange exchange = TestExchange.get("/" + number % 30);
                    Admission admission = chain.admit(exchange);
                    Outcome outcome = new Outcome(200, kinds[number % kinds.length], 5, null, null);
                    admission.complete(outcome);
                    // A second ending is none.
                    admission.complete(outcome);
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(traffic.active()).isZero();
            assertThat(traffic.snapshot().requests()).isEqualTo(20_000);
        }

        @Test
        void countsWhatHasNotEnded() {
            Admission admission = chain.admit(TestExchange.get("/"));
            assertThat(traffic.active()).isEqualTo(1);
            admission.complete(new Outcome(200, Kind.OK, 1, null, null));
            assertThat(traffic.active()).isZero();
        }
    }

    @Nested
    class Times {
        @Test
        void quantilesAreThoseOfTheLastFiveMinutes() {
            for (int i = 1; i <= 100; i++) {
                take(Duration.ofMillis(i));
            }
            Latencies now = traffic.snapshot().latencies();
            assertThat(now.quantile(0.5) / 1e6).isCloseTo(50, within(0.5));
            assertThat(now.quantile(0.95) / 1e6).isCloseTo(95, within(0.95));
            assertThat(now.quantile(0.99) / 1e6).isCloseTo(99, within(0.99));

            time.advance(Duration.ofMinutes(4));
            take(Duration.ofSeconds(3));
            assertThat(traffic.snapshot().latencies().count()).isEqualTo(101);

            time.advance(Duration.ofMinutes(1));
            Latencies later = traffic.snapshot().latencies();
            assertThat(later.count()).isEqualTo(1);
            assertThat(later.quantile(0.5) / 1e9).isCloseTo(3, within(0.03));
            assertThat(traffic.snapshot().requests()).isEqualTo(101);
        }

        @Test
        void eachRouteHasItsOwn() {
            end("GET", "/a", new Outcome(200, Kind.OK, 10_000_000, "/a", null));
            end("GET", "/b", new Outcome(200, Kind.OK, 900_000_000, "/b", null));
            for (RouteTraffic route : traffic.snapshot().routes()) {
                double expected = route.route().equals("/a") ? 10 : 900;
                assertThat(route.latencies().quantile(0.95) / 1e6).isCloseTo(expected, within(expected * 0.01));
            }
        }

        @Test
        void ratesAreOfTheLastMinuteAndTheLastFive() {
            time.advance(Duration.ofMinutes(10));
            for (int second = 0; second < 60; second++) {
                time.advance(Duration.ofSeconds(1));
                send("GET", "/", second < 30 ? 500 : 200, second < 30 ? Kind.ERROR : Kind.OK, "/");
            }
            TrafficSnapshot now = traffic.snapshot();
            assertThat(now.lastMinute().requestsPerSecond()).isCloseTo(1, within(0.1));
            assertThat(now.lastMinute().errorShare()).isCloseTo(0.5, within(0.01));
            assertThat(now.lastFiveMinutes().requestsPerSecond()).isCloseTo(0.2, within(0.01));

            time.advance(Duration.ofMinutes(2));
            assertThat(traffic.snapshot().lastMinute()).isEqualTo(new TrafficRate(0, 0, 0));
            assertThat(traffic.snapshot().lastFiveMinutes().errorShare()).isEqualTo(0.5);
        }

        @Test
        void aServiceThatHasJustBegunHasARateToo() {
            time.advance(Duration.ofSeconds(2));
            for (int i = 0; i < 20; i++) {
                send("GET", "/", 200, Kind.OK, "/");
            }
            assertThat(traffic.snapshot().lastMinute().requestsPerSecond()).isEqualTo(10);
        }

        private void take(Duration span) {
            end("GET", "/", new Outcome(200, Kind.OK, span.toNanos(), "/", null));
        }
    }

    @Nested
    class Promises {
        @ParameterizedTest(name = "{0} {1}: total {2}, bad {3}")
        @CsvSource({
            "200, OK, 1, 0",
            "404, OK, 1, 0",
            "500, ERROR, 1, 1",
            "503, OK, 1, 1",
            "503, TIMEOUT, 1, 1",
            "200, ABORTED_AFTER_COMMIT, 1, 1",
            "200, CLIENT_ABORT, 1, 0",
            "500, CLIENT_ABORT, 1, 0",
            "403, REJECTED, 1, 0",
            "503, REJECTED, 1, 1",
            "429, REJECTED, 0, 0",
            "429, OK, 1, 0",
        })
        void availabilityIsAboutWhatTheServiceFailsOn(int status, Kind kind, long total, long bad) {
            send("GET", "/", status, kind, "/");
            SloState availability = traffic.slos().get(0);
            assertThat(availability.total()).isEqualTo(total);
            assertThat(availability.total() - availability.good()).isEqualTo(bad);
        }

        @ParameterizedTest(name = "{0} {1} {2} ms: total {3}, bad {4}")
        @CsvSource({
            "200, OK, 500, 1, 0",
            "200, OK, 501, 1, 1",
            "404, OK, 900, 1, 1",
            "500, ERROR, 900, 0, 0",
            "200, CLIENT_ABORT, 900, 0, 0",
            "429, REJECTED, 1, 0, 0",
            "101, OK, 90000, 0, 0",
        })
        void latencyIsAboutWhatTheApplicationAnswers(int status, Kind kind, long millis, long total, long bad) {
            end("GET", "/", new Outcome(status, kind, millis * 1_000_000, "/", null));
            SloState latency = traffic.slos().get(1);
            assertThat(latency.total()).isEqualTo(total);
            assertThat(latency.total() - latency.good()).isEqualTo(bad);
        }

        @Test
        void whatIsForOperatorsIsCountedButNotJudged() {
            for (String path : List.of("/livez", "/metrics", "/breakwater/report")) {
                send("GET", path, 503, Kind.ERROR, null);
            }
            assertThat(traffic.snapshot().requests()).isEqualTo(3);
            assertThat(traffic.slos()).extracting(SloState::total).containsExactly(0L, 0L);
        }

        @Test
        void whatWeRefuseIsReportedApart() {
            send("GET", "/", 429, Kind.REJECTED, null);
            send("GET", "/", 503, Kind.REJECTED, null);
            send("GET", "/", 503, Kind.REJECTED, null);
            assertThat(traffic.snapshot().limited()).isEqualTo(1);
            assertThat(traffic.snapshot().shed()).isEqualTo(2);
        }

        @Test
        void aBudgetIsSpentByWhatGoesWrong() {
            for (int i = 0; i < 1_000; i++) {
                boolean fails = i % 2_000 == 7;
                send("GET", "/", fails ? 500 : 200, fails ? Kind.ERROR : Kind.OK, "/");
            }
            // One of a thousand is exactly what 99.9 % allows.
            SloState availability = traffic.slos().get(0);
            assertThat(availability.budgetRemaining()).isCloseTo(0, within(1e-9));
            assertThat(availability.burnRate5m()).isCloseTo(1, within(1e-9));
            assertThat(availability.burnRate1h()).isCloseTo(1, within(1e-9));
        }

        @Test
        void burningStopsWhenItsWindowHasPassed() {
            send("GET", "/", 500, Kind.ERROR, "/");
            time.advance(Duration.ofMinutes(6));
            assertThat(traffic.slos().get(0).burnRate5m()).isZero();
            assertThat(traffic.slos().get(0).burnRate1h()).isGreaterThan(100);
            time.advance(Duration.ofMinutes(60));
            assertThat(traffic.slos().get(0).burnRate1h()).isZero();
            assertThat(traffic.slos().get(0).budgetRemaining()).isLessThan(0);
            time.advance(Duration.ofDays(31));
            assertThat(traffic.slos().get(0).budgetRemaining()).isEqualTo(1);
            assertThat(traffic.slos().get(0).total()).isEqualTo(1);
        }
    }

    private RequestLabels send(String method, String path, int status, Kind kind, @Nullable String template) {
        return end(method, path, new Outcome(status, kind, 1_000_000, template, null));
    }

    private RequestLabels end(String method, String path, Outcome outcome) {
        TestExchange exchange = TestExchange.request(method, path).time(time).build();
        chain.admit(exchange).complete(outcome);
        return RequestLabels.of(exchange);
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
