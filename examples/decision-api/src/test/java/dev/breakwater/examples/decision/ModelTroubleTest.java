/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static dev.breakwater.examples.decision.RunningService.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model fails in every way that models do, over real HTTP: the answer comes from rules, in time, and says why. */
class ModelTroubleTest {
    private static final String UPSTREAM = "breakwater.upstream.gemini.";
    // The deadline of a second, and what a busy machine may add; far below the ten seconds of production.
    private static final Duration IN_TIME = Duration.ofSeconds(6);

    // Whoever needs no settings of its own shares one.
    private static RunningService shared;

    private RunningService service;

    @BeforeAll
    static void start() {
        // Several tests make it fail; the breaker is about to be tested elsewhere.
        shared = new RunningService("--breakwater.upstreams.gemini.breaker.failure-rate=0.9");
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @BeforeEach
    void share() {
        service = shared;
    }

    @AfterEach
    void close() {
        if (service != shared) {
            service.close();
        }
    }

    private String failure() {
        return field(service.lastEvent(), UPSTREAM + "failure");
    }

    private List<String> sources(List<CompletableFuture<HttpResponse<String>>> asked) {
        return asked.stream()
                .map(answer -> RunningService.source(answer.join()))
                .toList();
    }

    private List<CompletableFuture<HttpResponse<String>>> askedDifferently(int many, String what) {
        return IntStream.range(0, many)
                .mapToObj(number -> service.asking("Question " + number + " " + what, "pro"))
                .toList();
    }

    @Nested
    class AModelThatFails {
        @ParameterizedTest
        @CsvSource({
            GeminiStandIn.FAIL + ", HttpStatusException, 0",
            GeminiStandIn.BABBLE + ", UnusableAnswerException, 227500",
        })
        void isReplacedByRulesAndTheEventSaysWhy(String how, String cause, long nanoUsd) {
            long before = service.sums().nanoUsd();
            int calls = service.model().calls();
            assertThat(service.ask("How do I export? " + how)).isEqualTo("fallback");
            assertThat(failure()).isEqualTo("failed");
            assertThat(field(service.lastEvent(), UPSTREAM + "cause")).isEqualTo(cause);
            assertThat(field(service.lastEvent(), UPSTREAM + "attempts")).isEqualTo("1");
            assertThat(service.sums().nanoUsd() - before).isEqualTo(nanoUsd);
            assertThat(service.model().calls()).isEqualTo(calls + 1);
        }

        @Test
        void refusesConnectionsAndIsAskedAgainLater() {
            int unpriced = service.sums().unpriced();
            service.model().refuse();
            assertThat(service.ask("How do I connect?")).isEqualTo("fallback");
            assertThat(failure()).isEqualTo("failed");
            assertThat(field(service.lastEvent(), UPSTREAM + "cause")).isEqualTo("ConnectException");
            assertThat(service.sums().unpriced()).isEqualTo(unpriced);
            service.model().accept();
            assertThat(service.ask("How do I connect?")).isEqualTo("llm");
        }

        @Test
        void isLeftAloneWhenItFailsTooOften() {
            service = new RunningService("--breakwater.upstreams.gemini.breaker.wait=1s");
            for (int i = 0; i < 10; i++) {
                assertThat(service.ask(i + " " + GeminiStandIn.FAIL)).isEqualTo("fallback");
            }
            assertThat(service.ask("How do I export?")).isEqualTo("fallback");
            assertThat(failure()).isEqualTo("open");
            assertThat(service.model().calls()).isEqualTo(10);
            await().until(() -> service.ask("How do I export?").equals("llm"));
        }
    }

    @Nested
    class AModelThatHangs {
        @Test
        void isReplacedByRulesAfterTheSecondsOfTheGuidesVariable() {
            service = new RunningService(Map.of("GEMINI_TIMEOUT", "1"));
            for (String how : List.of(GeminiStandIn.HANG, GeminiStandIn.DRIP)) {
                long started = System.nanoTime();
                assertThat(service.ask("How do I export? " + how)).isEqualTo("fallback");
                assertThat(Duration.ofNanos(System.nanoTime() - started)).isBetween(Duration.ofMillis(990), IN_TIME);
                assertThat(failure()).isEqualTo("timeout");
                assertThat(Long.parseLong(field(service.lastEvent(), UPSTREAM + "duration_ns")))
                        .isGreaterThan(Duration.ofMillis(990).toNanos());
            }
            await().untilAsserted(() -> assertThat(service.sums().unpriced()).isEqualTo(2));
        }

        @Test
        void holdsNoMoreConnectionsThanItMay() {
            service = new RunningService(
                    "--breakwater.upstreams.gemini.timeout=2s", "--breakwater.upstreams.gemini.max-concurrent=8");
            assertThat(sources(askedDifferently(100, GeminiStandIn.HANG)))
                    .hasSize(100)
                    .containsOnly("fallback");
            // Each call is a connection of its own: none ends before the deadline.
            assertThat(service.model().calls()).isEqualTo(8);
            assertThat(service.events(100))
                    .extracting(event -> field(event, UPSTREAM + "failure"))
                    .containsOnly("full", "timeout")
                    .filteredOn("timeout"::equals)
                    .hasSize(8);
        }

        @Test
        @Tag("heavy")
        void holdsNoThreads() {
            service = new RunningService("--breakwater.upstreams.gemini.timeout=2s");
            sources(askedDifferently(50, ""));
            Set<Thread> before = threads();
            List<CompletableFuture<HttpResponse<String>>> hanging = askedDifferently(60, GeminiStandIn.HANG);
            await().until(() -> service.model().calls() == 110);
            assertThat(threads()).hasSizeLessThanOrEqualTo(before.size() + 2);
            assertThat(sources(hanging)).containsOnly("fallback");
            // The upstream keeps those that end calls at their deadline for ten idle seconds.
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(before).containsAll(threads()));
        }

        /** All but the container's, of which there is one for each request at work, and those of the client here. */
        private Set<Thread> threads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !thread.getName().startsWith("http-nio"))
                    .filter(thread -> !thread.getName().contains("-Worker-"))
                    .filter(thread -> !thread.getName().startsWith("awaitility"))
                    .collect(Collectors.toSet());
        }

        @Test
        void leavesTheContainersThreadsToOthers() throws Exception {
            service = new RunningService("--server.tomcat.threads.max=4", "--breakwater.upstreams.gemini.timeout=2s");
            List<CompletableFuture<HttpResponse<String>>> hanging = askedDifferently(40, GeminiStandIn.HANG);
            await().until(() -> service.model().calls() == 40);
            assertThat(service.get("/api/v1/ping").statusCode()).isEqualTo(200);
            assertThat(hanging).noneMatch(CompletableFuture::isDone);
            assertThat(sources(hanging)).containsOnly("fallback");
        }
    }

    @Nested
    class TheCache {
        @Test
        void answersTheSameQuestionForNothing() {
            int priced = service.sums().priced();
            long spent = service.sums().nanoUsd();
            assertThat(service.ask("How do I import?")).isEqualTo("llm");
            assertThat(service.ask("  How do   I import?\\n")).isEqualTo("cache");
            assertThat(field(service.lastEvent(), UPSTREAM + "source")).isEqualTo("cache");
            assertThat(service.lastEvent()).doesNotContain("cost_nano_usd");
            assertThat(RunningService.source(
                            service.asking("How do I import?", "free").join()))
                    .isEqualTo("llm");
            assertThat(service.sums().priced()).isEqualTo(priced + 2);
            assertThat(service.sums().nanoUsd()).isEqualTo(spent + 2 * 227_500);
        }

        @Test
        void letsTwoHundredWaitForOneCall() {
            int calls = service.model().calls();
            long spent = service.sums().nanoUsd();
            List<String> sources = sources(IntStream.range(0, 200)
                    .mapToObj(same -> service.asking("How do I share?", "pro"))
                    .toList());
            assertThat(sources).hasSize(200).containsOnly("llm", "cache");
            assertThat(sources).filteredOn("llm"::equals).hasSize(1);
            assertThat(service.model().calls()).isEqualTo(calls + 1);
            assertThat(service.sums().nanoUsd()).isEqualTo(spent + 227_500);
        }

        @Test
        void keepsNoFailures() {
            int calls = service.model().calls();
            service.ask("How do I print? " + GeminiStandIn.FAIL);
            service.ask("How do I print? " + GeminiStandIn.FAIL);
            assertThat(service.model().calls()).isEqualTo(calls + 2);
        }

        @Test
        void isSwitchedOffByTheGuidesVariable() {
            service = new RunningService(Map.of("ENABLE_CACHING", "false"));
            assertThat(service.ask("How do I export?")).isEqualTo("llm");
            assertThat(service.ask("How do I export?")).isEqualTo("llm");
            assertThat(service.model().calls()).isEqualTo(2);
        }
    }

    @Nested
    class TheKillSwitch {
        @Test
        void isThrownFromTheStartByTheGuidesVariable() {
            service = new RunningService(Map.of("DISABLE_GEMINI", "true"));
            assertThat(service.ask("How do I export?")).isEqualTo("fallback");
            assertThat(failure()).isEqualTo("disabled");
            assertThat(service.model().calls()).isZero();
        }

        @Test
        void worksWhileTheServiceRuns() {
            int calls = service.model().calls();
            assertThat(service.ask("How do I rename?")).isEqualTo("llm");
            service.gemini().disable();
            assertThat(service.ask("How do I rename?")).isEqualTo("fallback");
            assertThat(service.ask("Something else?")).isEqualTo("fallback");
            assertThat(service.model().calls()).isEqualTo(calls + 1);
            service.gemini().enable();
            assertThat(service.ask("Something else?")).isEqualTo("llm");
        }
    }

    @Nested
    class TheSummary {
        private static final String PATH = "/api/v1/summary";

        @Test
        void hasTheGuidesFiguresWhenTheModelDecidesAllAndWhatADecisionReallyCosts() throws Exception {
            service = new RunningService();
            assertThat(service.ask("How do I export?")).isEqualTo("llm");
            assertThat(service.get(PATH).body())
                    .contains("\"per1000DecisionsUsd\":\"0.2275\"")
                    .contains("\"1000\":\"6.825\",\"10000\":\"68.25\",\"100000\":\"682.50\",\"1000000\":\"6825.00\"");
            service.ask("How do I export?");
            service.ask("refund");
            service.ask("How do I export? " + GeminiStandIn.FAIL);
            String summary = service.get(PATH).body();
            assertThat(summary)
                    .contains("\"decisions\":{\"all\":4,\"rules\":1,\"llm\":1,\"cache\":1,\"fallback\":1}")
                    .contains("\"questions\":3,\"calls\":2,\"cacheHitPercent\":33,\"fallbackPercent\":33")
                    .contains("\"failures\":{\"failed\":1}")
                    .contains("\"usd\":\"0.0002275\",\"nanoUsd\":227500,\"pricedCalls\":1,\"unpricedCalls\":1")
                    .contains("\"perCallUsd\":\"0.0002275\",\"perDecisionUsd\":\"0.000056875\"")
                    .contains("\"per1000DecisionsUsd\":\"0.056875\"")
                    .contains("\"monthlyUsd\":{\"1000\":\"1.70625\",\"10000\":\"17.0625\"");
        }

        @Test
        void isTheSameAsNothingToThoseWhoAreNoOperators() throws Exception {
            HttpResponse<String> refused = service.get(PATH, "X-Forwarded-For", "203.0.113.9");
            HttpResponse<String> nothing = service.get("/api/v1/nothing", "X-Forwarded-For", "203.0.113.9");
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(refused.body().replace("summary", "nothing")).isEqualTo(nothing.body());
            assertThat(refused.headers().map().keySet())
                    .isEqualTo(nothing.headers().map().keySet());
        }
    }
}
