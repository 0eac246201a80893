/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import static dev.breakwater.examples.carbon.RunningOptimizer.INTENSITY;
import static dev.breakwater.examples.carbon.RunningOptimizer.OPTIMIZE;
import static dev.breakwater.examples.carbon.RunningOptimizer.WORK;
import static dev.breakwater.examples.carbon.RunningOptimizer.ZONES;
import static dev.breakwater.examples.carbon.RunningOptimizer.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide's chapter "Security". */
class SecurityTest {
    private static final String CLIENT = "203.0.113.5";
    private static final String ANOTHER = "203.0.113.6";
    private static final String ORIGIN = "https://yourdomain.com";

    @Nested
    class ApiRateLimiting {
        @Test
        void twentyOptimisationsAMinuteThen429WithRetryAfter() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                assertThat(service.statuses(20, "POST", OPTIMIZE, WORK, CLIENT)).containsOnly(200);
                HttpResponse<String> refused = optimize(service, CLIENT);
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(header(refused, "Retry-After")).isEqualTo("3");
                assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
                assertThat(refused.body()).contains("\"violated-policies\":[\"optimize\"]");

                service.time.advance(Duration.ofSeconds(3));
                assertThat(optimize(service, CLIENT).statusCode()).isEqualTo(200);
                assertThat(optimize(service, CLIENT).statusCode()).isEqualTo(429);
            }
        }

        @Test
        void aHundredRequestsAnHourByDefault() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                assertThat(service.statuses(100, "GET", ZONES, "", CLIENT)).containsOnly(200);
                HttpResponse<String> refused = service.get(ZONES, "X-Forwarded-For", CLIENT);
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(header(refused, "Retry-After")).isEqualTo("36");

                service.time.advance(Duration.ofHours(1));
                assertThat(service.statuses(101, "GET", ZONES, "", CLIENT))
                        .startsWith(Collections.nCopies(100, 200).toArray(new Integer[0]))
                        .endsWith(429);
            }
        }

        @Test
        void theRoutesLimitTakesTheDefaultsPlace() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                for (int minute = 0; minute < 6; minute++) {
                    assertThat(service.statuses(20, "POST", OPTIMIZE, WORK, CLIENT))
                            .containsOnly(200);
                    service.time.advance(Duration.ofMinutes(1));
                }
                assertThat(header(service.get(ZONES, "X-Forwarded-For", CLIENT), "RateLimit"))
                        .startsWith("\"default\";r=99");
            }
        }

        @Test
        void theDefaultIsForEveryPathThereIsOrIsNot() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                assertThat(service.statuses(50, "GET", "/nothing", "", CLIENT)).containsOnly(404);
                assertThat(service.statuses(50, "GET", INTENSITY + "DE", "", CLIENT))
                        .containsOnly(200);
                assertThat(service.get(ZONES, "X-Forwarded-For", CLIENT).statusCode())
                        .isEqualTo(429);
            }
        }

        @Test
        void eachAddressHasAQuotaOfItsOwn() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.statuses(21, "POST", OPTIMIZE, WORK, CLIENT);
                assertThat(optimize(service, CLIENT).statusCode()).isEqualTo(429);
                assertThat(optimize(service, ANOTHER).statusCode()).isEqualTo(200);
            }
        }

        @Test
        void inventedAddressesBeforeOnesOwnAreNotBelieved() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                for (int i = 0; i < 20; i++) {
                    assertThat(optimize(service, "198.51.100." + i + ", " + CLIENT)
                                    .statusCode())
                            .isEqualTo(200);
                }
                assertThat(optimize(service, "198.51.100.99, " + CLIENT).statusCode())
                        .isEqualTo(429);
            }
        }

        @Test
        void withoutAProxyNobodyIsBelieved() {
            try (RunningOptimizer service =
                    RunningOptimizer.start(Map.of("BREAKWATER_CALLER_TRUSTED_PROXIES", "192.0.2.0/24"))) {
                for (int i = 0; i < 20; i++) {
                    assertThat(optimize(service, "198.51.100." + i).statusCode())
                            .isEqualTo(200);
                }
                assertThat(optimize(service, "198.51.100.99").statusCode()).isEqualTo(429);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"/api/v1//optimize", "/api/v1/optimize;x=1", "/api/v1/%6fptimize"})
        void anotherSpellingOfThePathIsNoWayAround(String path) {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.statuses(20, "POST", OPTIMIZE, WORK, CLIENT);
                assertThat(service.statuses(1, "POST", path, WORK, CLIENT)).containsOnly(429);
            }
        }

        @Test
        void aRefusedOptimisationCostsTheUpstreamNothing() {
            try (RunningOptimizer service = RunningOptimizer.start(Map.of("ENABLE_CACHING", "false"))) {
                service.statuses(30, "POST", OPTIMIZE, WORK, CLIENT);
                assertThat(service.maps().calls()).isEqualTo(20);
            }
        }

        private static HttpResponse<String> optimize(RunningOptimizer service, String forwarded) {
            return service.optimize(WORK, "Content-Type", "application/json", "X-Forwarded-For", forwarded);
        }
    }

    @Nested
    class CorsConfiguration {
        @Test
        void theOriginTheMethodsAndTheHeaderAreAllowed() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                HttpResponse<String> answer = service.preflight(OPTIMIZE, ORIGIN, "POST");
                assertThat(answer.statusCode()).isEqualTo(204);
                assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
                assertThat(header(answer, "Access-Control-Allow-Headers")).isEqualToIgnoringCase("Content-Type");
                assertThat(header(answer, "RateLimit")).isEmpty();
                assertThat(header(service.get(ZONES, "Origin", ORIGIN), "Access-Control-Allow-Origin"))
                        .isEqualTo(ORIGIN);
            }
        }

        @Test
        void everythingElseIsNot() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                assertNotAllowed(service.preflight(OPTIMIZE, "https://evil.example.net", "POST"));
                assertNotAllowed(service.preflight(OPTIMIZE, "https://yourdomain.com.evil.example.net", "POST"));
                assertNotAllowed(service.preflight(OPTIMIZE, "http://yourdomain.com", "POST"));
                assertNotAllowed(service.get(ZONES, "Origin", "https://evil.example.net"));
                assertThat(header(service.preflight(OPTIMIZE, ORIGIN, "DELETE"), "Access-Control-Allow-Methods"))
                        .doesNotContain("DELETE");
            }
        }

        @Test
        void onlyTheApiIsOpen() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                assertNotAllowed(service.preflight("/health", ORIGIN, "GET"));
                assertNotAllowed(service.get("/apix", "Origin", ORIGIN));
            }
        }

        @Test
        void theEnvironmentNamesOtherOrigins() {
            Map<String, String> environment = Map.of(
                    "SECURITY_ALLOWED_ORIGINS",
                    "[\"https://a.example.org\",\"https://b.example.org\"]",
                    "SECURITY_ALLOWED_METHODS",
                    "GET,POST",
                    "SECURITY_ALLOWED_HEADERS",
                    "Content-Type");
            try (RunningOptimizer service = RunningOptimizer.start(environment)) {
                HttpResponse<String> answer = service.preflight(OPTIMIZE, "https://b.example.org", "POST");
                assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("https://b.example.org");
                assertThat(header(answer, "Access-Control-Allow-Headers")).isEqualToIgnoringCase("Content-Type");
                assertNotAllowed(service.preflight(OPTIMIZE, ORIGIN, "POST"));
            }
        }

        @Test
        void aRefusalCanBeReadByTheOriginThatCaused() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.statuses(20, "POST", OPTIMIZE, WORK, CLIENT);
                HttpResponse<String> refused = service.optimize(
                        WORK, "Content-Type", "application/json", "X-Forwarded-For", CLIENT, "Origin", ORIGIN);
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
                assertThat(header(refused, "Access-Control-Expose-Headers")).containsIgnoringCase("Retry-After");
            }
        }

        private static void assertNotAllowed(HttpResponse<String> answer) {
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Nested
    class Tls {
        @Test
        void behindTheProxysTlsBrowsersAreToldToInsistOnIt() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                HttpResponse<String> secure =
                        service.get(ZONES, "X-Forwarded-For", CLIENT, "X-Forwarded-Proto", "https");
                assertThat(header(secure, "Strict-Transport-Security")).startsWith("max-age=63072000");
                assertThat(header(service.get(ZONES), "Strict-Transport-Security"))
                        .isEmpty();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {ZONES, "/nothing", OPTIMIZE, "/health"})
        void everyAnswerCarriesTheSecurityHeaders(String path) {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                HttpResponse<String> answer = service.get(path);
                assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
                assertThat(answer.headers().allValues("X-Frame-Options")).containsExactly("DENY");
                assertThat(header(answer, "Content-Security-Policy")).contains("default-src 'none'");
                assertThat(header(answer, "Cache-Control")).contains("no-store");
                assertThat(header(answer, "Server")).isEmpty();
            }
        }
    }

    @Nested
    class SecretsManagement {
        private static final String KEY = "planted-secret-5f2c9a7d";

        /** Electricity Maps refuses the key and repeats it; nothing of that may be seen anywhere. */
        @Test
        void theKeyIsInNoLogNoAnswerAndNoMeter() {
            try (LogCapture logs = new LogCapture();
                    ElectricityMapsStandIn maps = new ElectricityMapsStandIn(new MovableTime());
                    RunningOptimizer service = RunningOptimizer.startInRealTime(
                            Map.of(
                                    "EL_MAPS_API_KEY",
                                    KEY,
                                    "EL_MAPS_URL",
                                    maps.url().toString()),
                            "--breakwater.upstreams.electricity-maps.backoff=1ms",
                            "--breakwater.health.interval=1s")) {
                maps.answer(ElectricityMapsStandIn.Mode.FAILING);
                HttpResponse<String> answer = service.get(INTENSITY + "DE");
                assertThat(maps.calls()).isEqualTo(3);
                assertThat(maps.lastToken()).isEqualTo(KEY);
                service.optimize(WORK.replace("DE", KEY));
                service.eventOf(service.get(ZONES));
                List<String> answers = List.of(
                        answer.body(),
                        service.get("/metrics").body(),
                        service.get("/metrics/prometheus").body(),
                        service.get("/metrics/summary").body(),
                        service.get("/health/detailed").body());
                assertThat(answers).noneMatch(text -> text.contains(KEY));
                assertThat(service.events()).isNotEmpty().noneMatch(line -> line.contains(KEY));
                assertThat(logs.lines()).isNotEmpty().noneMatch(line -> line.contains(KEY));
                assertThat(Settings.of(Map.of("EL_MAPS_API_KEY", KEY)).toString())
                        .doesNotContain(KEY);
            }
        }
    }
}
