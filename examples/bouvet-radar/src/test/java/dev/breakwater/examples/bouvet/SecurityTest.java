/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static dev.breakwater.examples.bouvet.RunningRadar.CLIENT;
import static dev.breakwater.examples.bouvet.RunningRadar.COUNTIES;
import static dev.breakwater.examples.bouvet.RunningRadar.CPV;
import static dev.breakwater.examples.bouvet.RunningRadar.NOTICES;
import static dev.breakwater.examples.bouvet.RunningRadar.ORIGIN;
import static dev.breakwater.examples.bouvet.RunningRadar.header;
import static dev.breakwater.examples.bouvet.RunningRadar.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.bouvet.standin.DoffinStandIn;
import dev.breakwater.examples.bouvet.standin.StandIn.Mode;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide's chapter "Security Best Practices". */
class SecurityTest {
    /** For tests that only look, each as a client of its own. */
    private static RunningRadar shared;

    private static int clients;

    @BeforeAll
    static void startShared() {
        shared = RunningRadar.start();
    }

    @AfterAll
    static void stopShared() {
        shared.close();
    }

    private static HttpResponse<String> look(String path, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("X-Forwarded-For", "198.51.100." + ++clients));
        return shared.get(path, all.toArray(new String[0]));
    }

    @Nested
    class Cors {
        @ParameterizedTest
        @ValueSource(strings = {ORIGIN, "https://pr-12.preview.radar.example.org"})
        void trustedFrontEndsMayCallAndReadWhatIsLeft(String origin) {
            HttpResponse<String> answer = look(NOTICES, "Origin", origin);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(origin);
            assertThat(header(answer, "Vary")).contains("Origin");
            assertThat(header(answer, "Access-Control-Expose-Headers"))
                    .containsIgnoringCase("RateLimit")
                    .containsIgnoringCase("Retry-After")
                    .containsIgnoringCase("ETag");
            assertThat(header(answer, "Access-Control-Allow-Credentials")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://evil.example.net",
                    "http://radar.example.org",
                    "https://radar.example.org.evil.example.net",
                    "https://preview.radar.example.org",
                    "https://radar.example.org:8443",
                    "null"
                })
        void allOthersAreRefusedAndDoffinIsNotAsked(String origin) {
            int before = shared.doffin().calls();
            HttpResponse<String> answer = look(NOTICES, "Origin", origin);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
            assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
            assertThat(shared.doffin().calls()).isEqualTo(before);
        }

        @Test
        void preflightsAreAnsweredAndKept() {
            try (RunningRadar service = RunningRadar.start()) {
                HttpResponse<String> answer = service.preflight(NOTICES, ORIGIN, "GET");
                assertThat(answer.statusCode()).isEqualTo(204);
                assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
                assertThat(header(answer, "Access-Control-Max-Age")).isEqualTo("7200");
                assertThat(header(answer, "RateLimit")).isEmpty();
                assertThat(service.preflight(NOTICES, ORIGIN, "DELETE").statusCode())
                        .isEqualTo(403);
                assertThat(service.preflight(NOTICES, "https://evil.example.net", "GET")
                                .statusCode())
                        .isEqualTo(403);
            }
        }

        @Test
        void onlyTheApiIsOpen() {
            assertThat(header(look("/metrics", "Origin", ORIGIN), "Access-Control-Allow-Origin"))
                    .isEmpty();
            assertThat(header(look("/livez", "Origin", ORIGIN), "Access-Control-Allow-Origin"))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource({NOTICES + "?hits=0, 400", "/api/none, 404", CPV + "/0, 404", "/api/health, 200"})
        void whatGoesWrongCanBeReadToo(String path, int status) {
            HttpResponse<String> answer = look(path, "Origin", ORIGIN);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        }

        @Test
        void theEnvironmentNamesOtherFrontEnds() {
            Map<String, String> environment = Map.of(
                    "SECURITY_ALLOWED_ORIGINS", "https://radar.example.com",
                    "SECURITY_ALLOWED_METHODS", "GET",
                    "SECURITY_ALLOWED_HEADERS", "If-None-Match");
            try (RunningRadar service = RunningRadar.start(environment)) {
                assertThat(header(
                                service.get(NOTICES, "Origin", "https://radar.example.com"),
                                "Access-Control-Allow-Origin"))
                        .isEqualTo("https://radar.example.com");
                assertThat(header(service.get(NOTICES, "Origin", ORIGIN), "Access-Control-Allow-Origin"))
                        .isEmpty();
            }
        }
    }

    @Nested
    class RateLimiting {
        @Test
        void twentySearchesAMinuteThen429ThatAPageCanRead() {
            try (RunningRadar service = RunningRadar.start()) {
                assertThat(service.statuses(20, NOTICES, CLIENT)).containsOnly(200);
                HttpResponse<String> refused = service.get(NOTICES, "X-Forwarded-For", CLIENT, "Origin", ORIGIN);
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(header(refused, "Retry-After")).isEqualTo("3");
                assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
                assertThat(said(refused, "/violated-policies/0")).isEqualTo("search");

                service.time.advance(Duration.ofSeconds(3));
                assertThat(service.statuses(2, NOTICES, CLIENT)).containsExactly(200, 429);
            }
        }

        @Test
        void aHundredAndTwentyOtherRequestsAMinute() {
            try (RunningRadar service = RunningRadar.start()) {
                assertThat(service.statuses(60, CPV, CLIENT)).containsOnly(200);
                assertThat(service.statuses(60, "/nothing", CLIENT)).containsOnly(404);
                assertThat(service.statuses(1, COUNTIES, CLIENT)).containsExactly(429);
                assertThat(service.statuses(1, COUNTIES, "203.0.113.6")).containsExactly(200);
            }
        }

        @Test
        void inventedAddressesBeforeOnesOwnAreNotBelieved() {
            try (RunningRadar service = RunningRadar.start()) {
                for (int i = 0; i < 20; i++) {
                    service.get(NOTICES, "X-Forwarded-For", "198.51.100." + i + ", " + CLIENT);
                }
                assertThat(service.statuses(1, NOTICES, "198.51.100.99, " + CLIENT))
                        .containsExactly(429);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"/api//notices", "/api/notices;x=1", "/api/%6eotices"})
        void anotherSpellingOfThePathIsNoWayAround(String path) {
            try (RunningRadar service = RunningRadar.start()) {
                service.statuses(20, NOTICES, CLIENT);
                assertThat(service.get(path, "X-Forwarded-For", CLIENT).statusCode())
                        .isNotEqualTo(200);
            }
        }
    }

    @Nested
    class Input {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "cpv=7200000 | cpv: expected at most 10 codes of 8 digits such as 72000000",
                    "cpv=72000000-5 | cpv: expected at most 10 codes of 8 digits such as 72000000",
                    "location=SE11 | location: expected at most 10 NUTS codes of Norway such as NO08",
                    "status=open | status: expected at most 10 words of ACTIVE, EXPIRED, AWARDED, CANCELLED",
                    "type=ALL | type: expected at most 10 words of PLANNING, COMPETITION, RESULT",
                    "from=2026-02-30 | from: expected a day such as 2026-01-31",
                    "to=tomorrow | to: expected a day such as 2026-01-31",
                    "from=2026-02-02&to=2026-02-01 | from: expected no later day than to",
                    "page=0 | page: expected a whole number from 1 to 1000",
                    "page=51 | page: expected one within the first 1000 notices",
                    "hits=101 | hits: expected a whole number from 1 to 100",
                    "hits=99999999999 | hits: expected a whole number from 1 to 100",
                    "q=%00 | q: expected at most 200 characters and no control characters",
                    "q=a&q=b | q: expected once",
                    "searchString=a | expected no parameters beside cpv, from, hits, location, page, q, status, to, type"
                })
        void whatCannotBeUsedIsSaidClearly(String query, String error) {
            int before = shared.doffin().calls();
            HttpResponse<String> answer = look(NOTICES + '?' + query);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
            assertThat(said(answer, "/status")).isEqualTo("400");
            assertThat(said(answer, "/errors/0")).isEqualTo(error);
            assertThat(said(answer, "/errors/1")).isEqualTo("nothing");
            assertThat(shared.doffin().calls()).isEqualTo(before);
        }

        @Test
        void allOfItAtOnceAndNothingIsRepeated() {
            HttpResponse<String> answer =
                    look(NOTICES + "?hits=0&page=x&status=%3Cscript%3E&" + "q=" + "a".repeat(201));
            assertThat(said(answer, "/errors/3")).startsWith("hits");
            assertThat(answer.body()).doesNotContain("script").doesNotContain("aaa");
        }

        @Test
        void whatCanBeUsedReachesDoffinAsItWasMeant() {
            HttpResponse<String> answer =
                    look(NOTICES + "?q=arkiv%26system%3D&cpv=48000000&status=ACTIVE&location=NO0&type=COMPETITION");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(said(answer, "/total")).isEqualTo("0");
            HttpResponse<String> found = look(NOTICES + "?q=ARKIV&cpv=48000000&status=ACTIVE&hits=1");
            assertThat(said(found, "/notices/0/heading")).isEqualTo("Nytt sak- og arkivsystem");
            assertThat(said(found, "/notices/0/url")).startsWith("https://www.doffin.no/notices/20");
        }
    }

    @Nested
    class HttpSecurityHeaders {
        @ParameterizedTest
        @ValueSource(strings = {NOTICES, CPV, COUNTIES, "/api/health", "/nothing", NOTICES + "?hits=0", "/metrics"})
        void theFiveAreOnEveryAnswerOnce(String path) {
            HttpResponse<String> answer = look(path, "X-Forwarded-Proto", "https");
            assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(answer.headers().allValues("X-Frame-Options")).containsExactly("DENY");
            // The filter it once switched on did harm; no browser has it any more.
            assertThat(answer.headers().allValues("X-XSS-Protection")).containsExactly("0");
            assertThat(answer.headers().allValues("Strict-Transport-Security"))
                    .containsExactly("max-age=63072000; includeSubDomains");
            assertThat(answer.headers().allValues("Content-Security-Policy"))
                    .singleElement()
                    .asString()
                    .startsWith("default-src 'none'");
            assertThat(header(answer, "Server")).isEmpty();
        }

        @Test
        void withoutTlsNobodyIsToldToInsistOnIt() {
            assertThat(header(look(CPV), "Strict-Transport-Security")).isEmpty();
        }
    }

    @Nested
    class Secrets {
        private static final String KEY = "planted-secret-5f2c9a7d";

        /** Doffin fails and repeats the key; nothing of that may be seen anywhere. */
        @Test
        void theKeyIsInNoLogNoAnswerAndNoMeter() {
            try (LogCapture logs = new LogCapture();
                    DoffinStandIn doffin = new DoffinStandIn(new MovableTime());
                    RunningRadar service = RunningRadar.startInRealTime(
                            Map.of(
                                    "DOFFIN_API_KEY",
                                    KEY,
                                    "DOFFIN_URL",
                                    doffin.url().toString()),
                            "--breakwater.upstreams.doffin.backoff=1ms")) {
                assertThat(service.get(NOTICES).statusCode()).isEqualTo(200);
                assertThat(doffin.lastKey()).isEqualTo(KEY);
                doffin.answer(Mode.FAILING);
                HttpResponse<String> answer = service.get(NOTICES + "?q=" + KEY);
                assertThat(doffin.calls()).isEqualTo(3);
                service.eventOf(answer);
                List<String> answers = List.of(
                        answer.body(),
                        service.get("/metrics").body(),
                        service.get("/metrics/prometheus").body(),
                        service.get("/metrics/summary").body(),
                        service.get("/health/detailed").body());
                assertThat(answers).noneMatch(text -> text.contains(KEY));
                assertThat(logs.lines()).isNotEmpty().noneMatch(line -> line.contains("Ocp-Apim"));
                assertThat(Settings.of(Map.of("DOFFIN_API_KEY", KEY)).toString())
                        .doesNotContain(KEY);
            }
        }
    }

    @Nested
    class ErrorMessages {
        @Test
        void areNotVerbose() {
            try (RunningRadar service = RunningRadar.start()) {
                service.doffin().answer(Mode.BABBLING);
                HttpResponse<String> answer = service.get(NOTICES);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).doesNotContain("Exception").doesNotContain("at dev.");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET / HTTP/9.9", "GET  HTTP/1.1", "NONSENSE", "GET /%zz HTTP/1.1"})
        void evenJettysOwnTellNothingOfTheInside(String line) throws Exception {
            try (Socket socket = new Socket("127.0.0.1", shared.port())) {
                socket.getOutputStream()
                        .write((line + "\r\nHost: me\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).containsPattern("^HTTP/1\\.1 (400|505) ").contains("json");
                assertThat(answer)
                        .doesNotContainIgnoringCase("jetty")
                        .doesNotContain("Exception")
                        .doesNotContain("<html");
            }
        }
    }
}
