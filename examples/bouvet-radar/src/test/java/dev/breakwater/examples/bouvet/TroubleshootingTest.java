/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static dev.breakwater.examples.bouvet.RunningRadar.COUNTIES;
import static dev.breakwater.examples.bouvet.RunningRadar.NOTICES;
import static dev.breakwater.examples.bouvet.RunningRadar.header;
import static dev.breakwater.examples.bouvet.RunningRadar.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.examples.bouvet.standin.StandIn.Mode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guide's chapter "Troubleshooting". */
class TroubleshootingTest {
    private static final String SOON = "--breakwater.upstreams.doffin.backoff=1ms";

    @Nested
    class PortConflicts {
        @Test
        void areSaidAndEndTheStart() {
            try (RunningRadar service = RunningRadar.start()) {
                String taken = Integer.toString(service.port());
                assertThatThrownBy(() -> RunningRadar.start(Map.of("PORT", taken)))
                        .hasStackTraceContaining("Port already in use");
            }
        }
    }

    @Nested
    class ApiConnectionFailures {
        @ParameterizedTest
        @EnumSource(
                value = Mode.class,
                names = {"FAILING", "BABBLING"})
        void whatDoffinSaidLastTakesItsPlace(Mode mode) {
            try (RunningRadar service = RunningRadar.start(SOON, "--breakwater.upstreams.doffin.cache.ttl=off")) {
                service.get(NOTICES + "?q=drift");
                service.doffin().answer(mode);
                HttpResponse<String> answer = service.get(NOTICES + "?q=drift");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(said(answer, "/source")).isEqualTo("last-known");
                assertThat(said(answer, "/notices/0/heading")).startsWith("Drift");
                assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
                assertThat(service.eventOf(answer)).contains("\"breakwater.upstream.doffin.source\":\"fallback\"");
            }
        }

        @Test
        void whatIsNotKnownIs503WithAProblemAndATime() {
            try (RunningRadar service = RunningRadar.start(SOON)) {
                service.doffin().answer(Mode.FAILING);
                HttpResponse<String> answer = service.get(NOTICES);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(header(answer, "Retry-After")).isEqualTo("30");
                assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
                assertThat(service.eventOf(answer)).contains("\"breakwater.upstream.doffin.failure\":\"failed\"");
            }
        }

        @Test
        void statisticsNorwayIsDoneWithoutInTheSameWay() {
            try (RunningRadar service = RunningRadar.start("--breakwater.upstreams.klass.cache.ttl=off")) {
                service.get(COUNTIES);
                service.klass().answer(Mode.BABBLING);
                HttpResponse<String> answer = service.get(COUNTIES);
                assertThat(said(answer, "/source")).isEqualTo("last-known");
                assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
            }
        }

        @Test
        void theKillSwitchSendsNothing() {
            try (RunningRadar service = RunningRadar.start(Map.of("DISABLE_DOFFIN", "true"))) {
                assertThat(service.get(NOTICES).statusCode()).isEqualTo(503);
                assertThat(service.get(COUNTIES).statusCode()).isEqualTo(200);
                assertThat(service.doffin().calls()).isZero();
            }
        }

        @Test
        void whoeverAsksTheSameAtTheSameTimeSharesACall() {
            try (RunningRadar service = RunningRadar.startInRealTime(Map.of())) {
                service.doffin().answer(Mode.SLOW);
                List<CompletableFuture<HttpResponse<String>>> asked = IntStream.range(0, 10)
                        .mapToObj(i -> service.sending(NOTICES, "X-Forwarded-For", "198.51.100." + i))
                        .toList();
                assertThat(asked).allMatch(answer -> answer.join().statusCode() == 200);
                assertThat(service.doffin().calls()).isEqualTo(1);
            }
        }
    }

    @Nested
    class MemoryIssues {
        @Test
        void bodiesAreNotRead() {
            try (RunningRadar service = RunningRadar.start()) {
                assertThat(service.post(NOTICES, "x".repeat(5000)).statusCode()).isEqualTo(413);
            }
        }

        @Test
        void whatIsRememberedIsBounded() {
            LastKnown<Integer, String> known = new LastKnown<>(2);
            known.keep(1, "a");
            known.keep(2, "b");
            known.find(1);
            known.keep(3, "c");
            assertThat(known.find(2)).isNull();
            assertThat(known.find(1)).isEqualTo("a");
            assertThat(known.find(3)).isEqualTo("c");
        }

        @Test
        void requestsAtTheSameTimeAreBoundedAndProbesAreNot() {
            try (RunningRadar service =
                    RunningRadar.startInRealTime(Map.of(), "--breakwater.overload.max-concurrent=2")) {
                service.doffin().answer(Mode.SLOW);
                var asked = IntStream.range(0, 2)
                        .mapToObj(i -> service.sending(NOTICES + "?page=" + (i + 1)))
                        .toList();
                Awaitility.await().until(() -> service.doffin().calls() == 2);
                HttpResponse<String> refused = service.get(COUNTIES);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(header(refused, "Retry-After")).isNotEmpty();
                assertThat(service.get("/api/health").statusCode()).isEqualTo(200);
                assertThat(service.get("/metrics").statusCode()).isEqualTo(200);
                assertThat(asked).allMatch(answer -> answer.join().statusCode() == 200);
            }
        }
    }
}
