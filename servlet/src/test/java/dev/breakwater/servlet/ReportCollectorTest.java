/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.breakwater.contract.RawAnswer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Browsers' reports on a real server, beside a CORS policy that allows one origin on every path. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReportCollectorTest {
    private static final String POST = "POST /breakwater/reports";
    private static final String CSP = "Content-Type: application/csp-report";
    private static final String REPORTS = "Content-Type: application/reports+json";
    private static final String FROM_ELSEWHERE = "Origin: https://elsewhere.example";
    private static final Map<String, String> ON = Map.of("headers.reporting.path", "/breakwater/reports");

    private final Logger logger = (Logger) LoggerFactory.getLogger("breakwater.reports");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };
    private ProtectedService service;

    @BeforeAll
    void start() throws Exception {
        service = ProtectedService.with(ON);
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    @BeforeEach
    void listen() {
        lines.clear();
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String lengthOf(byte[] body) {
        return "Content-Length: " + body.length;
    }

    private RawAnswer send(String body, String... headers) throws Exception {
        return send(service, body, headers);
    }

    private static RawAnswer send(ProtectedService to, String body, String... headers) throws Exception {
        byte[] bytes = bytes(body);
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = lengthOf(bytes);
        return to.send(bytes, POST, all);
    }

    private static void assertReadableByAnybodyAndSecured(RawAnswer answer) {
        assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly("*");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(answer.header("X-Content-Type-Options")).containsExactly("nosniff");
    }

    @Nested
    final class Reports {
        @Test
        void areTakenThreeAtATimeAndCountedInTheRequestsEvent() throws Exception {
            RawAnswer answer = send("""
                    [{"type": "csp-violation", "url": "https://elsewhere.example/",
                      "body": {"effectiveDirective": "img-src", "disposition": "enforce"}},
                     {"type": "csp-violation", "body": {"effectiveDirective": "img-src", "disposition": "report"}},
                     {"type": "deprecation", "body": {"id": "websql"}}]""", REPORTS, FROM_ELSEWHERE);

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
            assertReadableByAnybodyAndSecured(answer);
            Map<String, Object> event =
                    service.events.of(answer.header("X-Request-Id").get(0));
            assertThat(event).containsEntry("breakwater.reports", 3L);
            assertThat(lines).hasSize(3);
            assertThat(lines.get(0))
                    .contains("\"http.request.id\":\""
                            + answer.header("X-Request-Id").get(0) + "\"");
        }

        @Test
        void cannotWriteLinesOfTheirOwnIntoTheLog() throws Exception {
            RawAnswer answer = send("""
                    {"csp-report": {"blocked-uri": "https://a.example/\\n{\\"forged\\":1}", "effective-directive": "x\\ny",
                     "document-uri": "https://example.com/?token=planted-secret"}}""", CSP);

            assertThat(answer.status()).isEqualTo(204);
            assertThat(lines)
                    .singleElement()
                    .asString()
                    .matches("[ -~]+")
                    .contains("/\\n{\\\"forged")
                    .doesNotContain("planted");
        }

        @Test
        void comeInChunksToo() throws Exception {
            String body = "{\"csp-report\":{}}";
            String chunked = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";

            assertThat(service.send(bytes(chunked), POST, CSP, "Transfer-Encoding: chunked")
                            .status())
                    .isEqualTo(204);
        }

        @Test
        void needNoAuthenticationButAPathThatIsSwitchedOn() throws Exception {
            try (ProtectedService other = ProtectedService.with(Map.of())) {
                assertThat(send(other, "[]", REPORTS).status()).isNotEqualTo(204);
            }
        }
    }

    @Nested
    final class WhatIsNoReport {
        @Test
        void isRefused() throws Exception {
            assertThat(send("x".repeat(65 * 1024), CSP).status()).isEqualTo(413);
            assertThat(send("[]", "Content-Type: text/plain").status()).isEqualTo(415);
            assertThat(send("[", REPORTS).status()).isEqualTo(400);
            assertThat(service.send("GET /breakwater/reports").status()).isEqualTo(405);
        }

        @Test
        void isRefusedWithoutItsLengthToo() throws Exception {
            String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";

            assertThat(service.send(bytes(chunk + "1\r\nx\r\n0\r\n\r\n"), POST, CSP, "Transfer-Encoding: chunked")
                            .status())
                    .isEqualTo(413);
        }

        @Test
        void isRefusedInAWayThatBrowsersSee() throws Exception {
            RawAnswer answer = send("[]", "Content-Type: text/plain", FROM_ELSEWHERE);

            assertReadableByAnybodyAndSecured(answer);
            assertThat(answer.header("Content-Type")).containsExactly("application/problem+json");
        }
    }

    @Nested
    final class Preflights {
        @ParameterizedTest
        @ValueSource(strings = {"https://elsewhere.example", ProtectedService.ORIGIN, "null"})
        void areAnsweredForEveryOriginWhateverThePoliciesOfThePathSay(String origin) throws Exception {
            RawAnswer answer = service.send(
                    "OPTIONS /breakwater/reports",
                    "Origin: " + origin,
                    "Access-Control-Request-Method: POST",
                    "Access-Control-Request-Headers: content-type");

            assertThat(answer.status()).isEqualTo(204);
            assertReadableByAnybodyAndSecured(answer);
            assertThat(answer.header("Access-Control-Allow-Methods")).containsExactly("POST");
            assertThat(answer.header("Access-Control-Allow-Headers")).containsExactly("content-type");
        }

        @Test
        void toOtherPathsAreThePolicies() throws Exception {
            RawAnswer answer = service.send("OPTIONS /hello", FROM_ELSEWHERE, "Access-Control-Request-Method: POST");

            assertThat(answer.status()).isEqualTo(403);
        }
    }

    @Nested
    final class Limits {
        @Test
        void ofTheCollectorHoldForAllThatSendTogether() throws Exception {
            Map<String, String> settings = new HashMap<>(ON);
            settings.put("headers.reporting.max-per-minute", "1");
            try (ProtectedService narrow = ProtectedService.with(settings)) {
                assertThat(send(narrow, "[]", REPORTS).status()).isEqualTo(204);
                RawAnswer refused = send(narrow, "[]", REPORTS, FROM_ELSEWHERE);
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.header("Retry-After")).containsExactly("60");
                assertReadableByAnybodyAndSecured(refused);
            }
        }

        @Test
        void onRequestsHoldAsForAnyOther() throws Exception {
            Map<String, String> settings = new HashMap<>(ProtectedService.limit("1 per hour"));
            settings.putAll(ON);
            settings.put("request.max-body-size", "1KB");
            try (ProtectedService narrow = ProtectedService.with(settings)) {
                assertThat(send(narrow, "x".repeat(2_000), CSP).status()).isEqualTo(413);
                assertThat(send(narrow, "[]", REPORTS).status()).isEqualTo(204);
                assertThat(send(narrow, "[]", REPORTS).status()).isEqualTo(429);
            }
        }
    }
}
