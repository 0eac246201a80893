/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see of all protections together, configured as a service configures them, on a real server. */
@Tag("container")
final class ProtectionsTest {
    private static final String FROM_APP = "Origin: " + ProtectedService.ORIGIN;
    private static final String FROM_ELSEWHERE = "Origin: https://elsewhere.example";

    /** What the {@code api} preset sends over plain HTTP, beside {@code Cache-Control} and {@code Permissions-Policy}. */
    private static final Map<String, String> PRESET = Map.ofEntries(
            Map.entry(
                    "Content-Security-Policy",
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            Map.entry("X-Content-Type-Options", "nosniff"),
            Map.entry("X-Frame-Options", "DENY"),
            Map.entry("Referrer-Policy", "no-referrer"),
            Map.entry("Cross-Origin-Opener-Policy", "same-origin"),
            Map.entry("Cross-Origin-Embedder-Policy", "require-corp"),
            Map.entry("Cross-Origin-Resource-Policy", "same-origin"),
            Map.entry("X-Permitted-Cross-Domain-Policies", "none"),
            Map.entry("X-DNS-Prefetch-Control", "off"),
            Map.entry("X-XSS-Protection", "0"));

    private static void assertSecured(RawAnswer answer) {
        PRESET.forEach((name, value) -> assertThat(answer.header(name)).as(name).containsExactly(value));
        assertThat(answer.header("Permissions-Policy"))
                .singleElement()
                .asString()
                .contains("camera=()");
        assertThat(answer.header("X-Request-Id")).hasSize(1);
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.header("X-Powered-By")).isEmpty();
        assertThat(answer.header("Strict-Transport-Security"))
                .as("over plain HTTP")
                .isEmpty();
    }

    private static void assertReadableByTheApp(RawAnswer answer) {
        assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(ProtectedService.ORIGIN);
        assertThat(answer.elements("Access-Control-Expose-Headers"))
                .containsOnlyOnce("ratelimit", "ratelimit-policy", "retry-after");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    }

    private static void assertReadableByNobody(RawAnswer answer) {
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("Access-Control-Expose-Headers")).isEmpty();
    }

    private static void assertFitForCaches(RawAnswer answer) {
        assertThat(answer.header("Cache-Control")).singleElement().asString().contains("no-store");
        assertThat(answer.elements("Vary")).containsOnlyOnce("Origin");
    }

    /**
     * Every status that the application or a protection chooses. A request that the container cannot parse at all it
     * refuses by itself, before any filter and for no origin; those answers are the container's to harden.
     */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    final class EveryAnswer {
        private final Map<String, String> settings = new HashMap<>(Map.of(
                "rate-limit.policies[0].name", "narrow",
                "rate-limit.policies[0].paths", "/narrow",
                "rate-limit.policies[0].limits", "1 per hour",
                "rate-limit.policies[1].name", "wide",
                "rate-limit.policies[1].limits", "1000 per hour"));
        private ProtectedService service;
        private ProtectedService bare;

        @BeforeAll
        void start() throws Exception {
            service = ProtectedService.with(settings);
            bare = ProtectedService.withoutErrorPage(settings);
            // Uses the one token up.
            service.send("GET /narrow");
            bare.send("GET /narrow");
        }

        @AfterAll
        void stop() throws Exception {
            service.close();
            bare.close();
        }

        @ParameterizedTest(name = "{0} {1}")
        @CsvSource({
            "GET, /hello, 200",
            "HEAD, /hello, 200",
            "GET, /not-modified, 304",
            "GET, /moved, 302",
            "GET, /bad, 400",
            "GET, /bad-quietly, 400",
            "GET, /missing, 404",
            "HEAD, /missing, 404",
            "DELETE, /hello, 405",
            "POST, /hello, 405",
            "GET, /narrow, 429",
            "POST, /narrow, 429",
            "GET, /throw, 500",
            "HEAD, /throw, 500",
            "GET, /async, 200",
        })
        void isSecuredAndReadableByTheAllowedOriginAlone(String method, String path, int status) throws Exception {
            for (String origin : List.of(FROM_APP, FROM_ELSEWHERE)) {
                RawAnswer answer = service.send(method + " " + path, origin);
                assertAnswer(answer, status, origin);
                // Jetty calls error pages for GET, HEAD and POST alone, and takes off what it holds to describe content
                // where it calls none. Answers to other methods are not kept by caches (RFC 9110 section 9.2.3).
                if (!TestServer.isJetty() || !method.equals("DELETE")) {
                    assertFitForCaches(answer);
                }
                // Who follows a redirect must not be made to wait for it.
                int fields = status / 100 == 3 ? 0 : 1;
                assertThat(answer.header("RateLimit")).hasSize(fields);
                assertThat(answer.header("RateLimit-Policy")).hasSize(fields);
            }
        }

        @ParameterizedTest(name = "{0} {1}")
        @CsvSource({
            "GET, /bad, 400",
            "GET, /missing, 404",
            "DELETE, /hello, 405",
            "GET, /narrow, 429",
            "GET, /throw, 500",
        })
        void isSoOnTheContainersOwnErrorPageToo(String method, String path, int status) throws Exception {
            for (String origin : List.of(FROM_APP, FROM_ELSEWHERE)) {
                RawAnswer answer = bare.send(method + " " + path, origin);
                assertAnswer(answer, status, origin);
                // Jetty takes Vary off before it writes a page of its own, and forbids every cache to keep that page.
                if (!TestServer.isJetty() || status == 429) {
                    assertFitForCaches(answer);
                }
            }
        }

        private void assertAnswer(RawAnswer answer, int status, String origin) {
            assertThat(answer.status()).isEqualTo(status);
            assertSecured(answer);
            if (origin.equals(FROM_APP)) {
                assertReadableByTheApp(answer);
            } else {
                assertReadableByNobody(answer);
            }
        }

        @Test
        void toNoOriginAtAllVariesByItAllTheSame() throws Exception {
            RawAnswer answer = service.send("GET /hello");
            assertSecured(answer);
            assertReadableByNobody(answer);
            assertFitForCaches(answer);
        }

        @Test
        void thatRefusesSaysWhyAndWhenToComeBack() throws Exception {
            RawAnswer answer = service.send("GET /narrow", FROM_APP);
            assertThat(answer.header("Retry-After")).containsExactly("3600");
            assertThat(answer.header("Content-Type")).containsExactly("application/problem+json");
            assertThat(answer.text()).contains("quota-exceeded").contains("narrow");
        }
    }

    @Nested
    final class Preflights {
        private static final String[] PREFLIGHT = {FROM_APP, "Access-Control-Request-Method: POST"};

        @Test
        void andProbesAreNeverLimited() throws Exception {
            try (ProtectedService service = ProtectedService.with(ProtectedService.limit("5 per hour"))) {
                for (int i = 0; i < 1_000; i++) {
                    RawAnswer answer = service.send("OPTIONS /hello", PREFLIGHT);
                    assertThat(answer.status()).isEqualTo(204);
                    assertThat(answer.header("RateLimit")).isEmpty();
                }
                for (int i = 0; i < 10; i++) {
                    assertThat(service.send("GET /livez").status()).isEqualTo(200);
                    assertThat(service.send("GET /readyz").status()).isEqualTo(200);
                    assertThat(service.send("GET /health").status()).isEqualTo(200);
                }
                assertThat(service.send("GET /hello").header("RateLimit"))
                        .singleElement()
                        .asString()
                        .startsWith("\"everything\";r=4;");
            }
        }

        @Test
        void ofAForeignOriginAreRefusedAndNotLimitedEither() throws Exception {
            try (ProtectedService service = ProtectedService.with(ProtectedService.limit("1 per hour"))) {
                for (int i = 0; i < 3; i++) {
                    RawAnswer answer =
                            service.send("OPTIONS /hello", FROM_ELSEWHERE, "Access-Control-Request-Method: POST");
                    assertThat(answer.status()).isEqualTo(403);
                    assertSecured(answer);
                    assertReadableByNobody(answer);
                    assertFitForCaches(answer);
                }
                assertThat(service.send("GET /hello").status()).isEqualTo(200);
            }
        }

        @Test
        void areNotWhatPlainOptionsAre() throws Exception {
            try (ProtectedService service = ProtectedService.with(ProtectedService.limit("2 per hour"))) {
                for (int i = 0; i < 2; i++) {
                    RawAnswer answer = service.send("OPTIONS /hello", FROM_APP);
                    assertThat(answer.header("Allow")).containsExactly(ServiceServlet.ALLOW);
                    assertSecured(answer);
                    assertReadableByTheApp(answer);
                }
                assertThat(service.send("OPTIONS /hello", FROM_APP).status()).isEqualTo(429);
            }
        }
    }

    @Nested
    final class ForwardingHeaders {
        @ParameterizedTest
        @ValueSource(
                strings = {"X-Forwarded-For: 203.0.113.%d", "Forwarded: for=203.0.113.%d", "X-Real-IP: 203.0.113.%d"})
        void ofAnUntrustedPeerChangeNothing(String header) throws Exception {
            for (String trusted : List.of("x-forwarded-for", "forwarded", "none")) {
                Map<String, String> settings = limitOfFive();
                settings.put("caller.forwarded-header", trusted);
                assertSixthIsRefused(settings, header);
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "x-forwarded-for | X-Forwarded-For: 203.0.113.%d, 198.51.100.7",
                    "x-forwarded-for | X-Forwarded-For: 203.0.113.%d, 198.51.100.7, 127.0.0.1",
                    "forwarded       | Forwarded: for=203.0.113.%d, for=198.51.100.7",
                    "x-forwarded-for | Forwarded: for=203.0.113.%d",
                    "forwarded       | X-Forwarded-For: 203.0.113.%d",
                    "none            | X-Forwarded-For: 203.0.113.%d",
                })
        void ofATrustedPeerCountFromTheRightAndOnlyInTheOneHeader(String read, String header) throws Exception {
            Map<String, String> settings = limitOfFive();
            settings.put("caller.trusted-proxies", "127.0.0.1");
            settings.put("caller.forwarded-header", read);
            assertSixthIsRefused(settings, header);
        }

        @Test
        void ofATrustedPeerTellClientsApart() throws Exception {
            Map<String, String> settings = limitOfFive();
            settings.put("caller.trusted-proxies", "127.0.0.1");
            try (ProtectedService service = ProtectedService.with(settings)) {
                for (int i = 1; i <= 10; i++) {
                    RawAnswer answer = service.send("GET /hello", "X-Forwarded-For: 10.0.0.1, 198.51.100." + i);
                    assertThat(answer.header("RateLimit"))
                            .singleElement()
                            .asString()
                            .contains(";r=4;");
                }
            }
        }

        @Test
        void tellTheSchemeOnlyIfTheProxyIsTrusted() throws Exception {
            assertThat(hsts(Map.of(), "X-Forwarded-Proto: https")).isEmpty();
            Map<String, String> trusting = Map.of("caller.trusted-proxies", "127.0.0.1");
            assertThat(hsts(trusting, "X-Forwarded-Proto: https"))
                    .singleElement()
                    .asString()
                    .startsWith("max-age=63072000");
            assertThat(hsts(trusting, "X-Forwarded-Proto: http")).isEmpty();
        }

        private Map<String, String> limitOfFive() {
            return new HashMap<>(ProtectedService.limit("5 per hour"));
        }

        private static List<String> hsts(Map<String, String> settings, String header) throws Exception {
            try (ProtectedService service = ProtectedService.with(settings)) {
                return service.send("GET /hello", header).header("Strict-Transport-Security");
            }
        }

        private static void assertSixthIsRefused(Map<String, String> settings, String header) throws Exception {
            try (ProtectedService service = ProtectedService.with(settings)) {
                for (int i = 1; i <= 6; i++) {
                    RawAnswer answer = service.send("GET /hello", header.replace("%d", Integer.toString(i)));
                    assertThat(answer.status()).as("request " + i).isEqualTo(i < 6 ? 200 : 429);
                }
            }
        }
    }

    @Nested
    final class OperatorEndpoints {
        private static final String DETAILED = "GET /health/detailed";

        @Test
        void answerOnLoopback() throws Exception {
            try (ProtectedService service = ProtectedService.with(Map.of())) {
                RawAnswer answer = service.send(DETAILED);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).contains("checks");
                assertSecured(answer);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "X-Real-IP: ::1", "Via: 1.1 proxy"
                })
        void lookLikeNothingToEverybodyElse(String header) throws Exception {
            for (String proxies : List.of("", "127.0.0.1")) {
                Map<String, String> settings = Map.of("caller.trusted-proxies", proxies);
                try (ProtectedService service = ProtectedService.with(settings);
                        ProtectedService bare = ProtectedService.withoutErrorPage(settings)) {
                    assertSameAsNothing(service, header);
                    assertSameAsNothing(bare, header);
                }
            }
        }

        private static void assertSameAsNothing(ProtectedService service, String header) throws IOException {
            for (String method : List.of("GET", "HEAD", "POST", "OPTIONS")) {
                // As long as the other path, because error pages like to name it.
                RawAnswer unknown = service.send(method + " /unknown/detailed", header);
                RawAnswer refused = service.send(method + " /health/detailed", header);
                assertThat(refused.status()).isEqualTo(unknown.status());
                assertThat(constant(refused)).isEqualTo(constant(unknown));
                assertThat(refused.text().replace("/health/detailed", ""))
                        .isEqualTo(unknown.text().replace("/unknown/detailed", ""));
            }
        }

        private static List<String> constant(RawAnswer answer) {
            return answer.lines().stream()
                    .filter(line -> !line.startsWith("Date:") && !line.startsWith("X-Request-Id:"))
                    // Of Jetty's own page, which names the path.
                    .filter(line -> !line.startsWith("Content-Length:"))
                    .toList();
        }
    }
}
