/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static dev.breakwater.examples.bouvet.RunningRadar.COUNTIES;
import static dev.breakwater.examples.bouvet.RunningRadar.CPV;
import static dev.breakwater.examples.bouvet.RunningRadar.NOTICES;
import static dev.breakwater.examples.bouvet.RunningRadar.header;
import static dev.breakwater.examples.bouvet.RunningRadar.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.bouvet.standin.StandIn.Mode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide's chapter "Performance Optimization". */
class PerformanceTest {
    @Nested
    class WorkerConfiguration {
        @Test
        void oneProcessServesManyAtTheSameTime() {
            try (RunningRadar service = RunningRadar.start()) {
                var asked = IntStream.range(0, 60)
                        .mapToObj(i -> service.sending(CPV, "X-Forwarded-For", "198.51.100." + i))
                        .toList();
                assertThat(asked).allMatch(answer -> answer.join().statusCode() == 200);
            }
        }

        @Test
        void aRequestMayTakeFifteenSecondsAndThenTheServiceSaysSo() throws Exception {
            assertThat(Documents.yaml("src/main/resources/breakwater.yaml")
                            .get(0)
                            .at("/breakwater/request/timeout")
                            .asString())
                    .isEqualTo("15s");
            try (RunningRadar service = RunningRadar.startInRealTime(Map.of(), "--breakwater.request.timeout=200ms")) {
                service.doffin().answer(Mode.SLOW);
                HttpResponse<String> answer = service.get(NOTICES);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
            }
        }
    }

    @Nested
    class CachingStrategy {
        @ParameterizedTest
        @ValueSource(strings = {CPV, CPV + "/72000000"})
        void cpvCodesAreKeptForEver(String path) {
            try (RunningRadar service = RunningRadar.start()) {
                HttpResponse<String> answer = service.get(path);
                assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
                assertThat(said(answer, path.equals(CPV) ? "/codes/72000000" : "/name"))
                        .startsWith("IT services");
            }
        }

        @Test
        void searchResultsAreKeptBriefly() {
            try (RunningRadar service = RunningRadar.start()) {
                assertThat(header(service.get(NOTICES), "Cache-Control")).isEqualTo("private, max-age=60");
                service.get(NOTICES);
                assertThat(service.doffin().calls()).isEqualTo(1);

                service.time.advance(Duration.ofSeconds(61));
                service.get(NOTICES);
                assertThat(service.doffin().calls()).isEqualTo(2);
            }
        }

        @Test
        void theOrderOfParametersMakesNoOtherSearch() {
            try (RunningRadar service = RunningRadar.start()) {
                service.get(NOTICES + "?cpv=72000000&cpv=48000000&q=system");
                service.get(NOTICES + "?q=system&cpv=48000000&cpv=72000000&hits=20&page=1");
                assertThat(service.doffin().calls()).isEqualTo(1);
                service.get(NOTICES + "?q=system&cpv=48000000&cpv=72000000&page=2");
                assertThat(service.doffin().calls()).isEqualTo(2);
            }
        }

        @Test
        void classificationsAreKeptModerately() {
            try (RunningRadar service = RunningRadar.start()) {
                assertThat(header(service.get(COUNTIES), "Cache-Control")).isEqualTo("public, max-age=43200");
                service.time.advance(Duration.ofHours(11));
                service.get(COUNTIES);
                assertThat(service.klass().calls()).isEqualTo(1);

                service.time.advance(Duration.ofHours(2));
                service.get(COUNTIES);
                assertThat(service.klass().calls()).isEqualTo(2);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {CPV, CPV + "/48000000", COUNTIES, NOTICES})
        void whoHasAnAnswerAlreadyGets304(String path) {
            try (RunningRadar service = RunningRadar.start()) {
                HttpResponse<String> first = service.get(path);
                HttpResponse<String> again =
                        service.get(path, "If-None-Match", "\"another\", W/" + header(first, "ETag"));
                assertThat(again.statusCode()).isEqualTo(304);
                assertThat(again.body()).isEmpty();
                assertThat(header(again, "ETag")).isEqualTo(header(first, "ETag"));
                assertThat(header(again, "Cache-Control")).isEqualTo(header(first, "Cache-Control"));
                assertThat(service.get(path, "If-None-Match", "\"another\"").statusCode())
                        .isEqualTo(200);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {CPV + "/00000000", CPV + "?x=1", NOTICES + "?hits=0", "/api/classifications/none"})
        void errorsAreNobodysToKeep(String path) {
            try (RunningRadar service = RunningRadar.start()) {
                HttpResponse<String> answer = service.get(path);
                assertThat(answer.statusCode()).isBetween(400, 404);
                assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
            }
        }

        @Test
        void neitherAreRefusals() {
            try (RunningRadar service = RunningRadar.start(
                    "--breakwater.rate-limit.policies[0].name=all",
                    "--breakwater.rate-limit.policies[0].limits=1 per hour")) {
                service.get(CPV);
                HttpResponse<String> refused = service.get(CPV);
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(header(refused, "Cache-Control")).isEqualTo("no-store");
            }
        }

        @Test
        void headIsAnsweredAsGetIs() {
            try (RunningRadar service = RunningRadar.start()) {
                HttpResponse<String> head = service.send("HEAD", CPV);
                HttpResponse<String> get = service.get(CPV);
                assertThat(head.body()).isEmpty();
                for (String name : new String[] {"ETag", "Cache-Control", "Content-Type"}) {
                    assertThat(header(head, name)).isEqualTo(header(get, name)).isNotEmpty();
                }
            }
        }
    }
}
