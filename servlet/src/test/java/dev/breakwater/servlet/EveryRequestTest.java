/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Outcome.Kind;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever HTTP has: one event for each request that reaches a filter, and the answer is as if there were none. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryRequestTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "cors.policies[0].paths", "/cors/**",
            "cors.policies[0].allowed-origins", "https://app.example.com",
            "request.max-headers", "20");

    private TalliedService service;

    @BeforeAll
    void start() throws Exception {
        service = new TalliedService(SETTINGS, null, TalliedService::register);
        service.on("/plain", (request, response) -> response.getOutputStream().print("plain"));
        service.on("/text", (request, response) -> response.getWriter().print("text"));
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    @AfterEach
    void allIsTold() {
        service.assertAllTold();
    }

    @Nested
    final class Answers {
        @Test
        void toHeadHaveNoBody() throws Exception {
            service.send("HEAD /plain").ended(200, Kind.OK).counted(0, 0);
            service.send("HEAD /text").ended(200, Kind.OK).counted(0, 0);
        }

        @Test
        void thatAreNotModifiedHaveNone() throws Exception {
            service.on("/tagged", (request, response) -> {
                response.setHeader("ETag", "\"1\"");
                if (request.getHeader("If-None-Match") == null) {
                    response.getOutputStream().print("tagged");
                } else {
                    response.setStatus(304);
                }
            });
            service.send("GET /tagged").ended(200, Kind.OK).counted(0, 6);
            service.send("GET /tagged", "If-None-Match: \"1\"")
                    .ended(304, Kind.OK)
                    .counted(0, 0);
        }

        @Test
        void ofARangeAreAsLongAsTheRange() throws Exception {
            service.on("/range", (request, response) -> {
                response.setStatus(206);
                response.setHeader("Content-Range", "bytes 1-3/5");
                response.setContentLength(3);
                response.getOutputStream().print("lai");
            });
            service.send("GET /range", "Range: bytes=1-3").ended(206, Kind.OK).counted(0, 3);
        }

        @Test
        void ofRedirectsAreEmpty() throws Exception {
            service.on("/moved", (request, response) -> {
                response.getWriter().print("never sent");
                response.sendRedirect("/plain");
            });
            TalliedService.Seen seen = service.send("GET /moved").ended(302, Kind.OK);
            assertThat(seen.outcome().bytesWritten()).isEqualTo(0);
        }
    }

    @Nested
    final class Refusals {
        @Test
        void areCountedToTheByte() throws Exception {
            RawAnswer answer = sendOnce("GET /plain HTTP/1.1\r\nHost: a\r\n" + "X-H: v\r\n".repeat(30));
            Outcome outcome = service.nextEnd();
            assertThat(answer.status()).isEqualTo(431);
            TalliedService.told(outcome, service.lastEvent(), 431, Kind.REJECTED);
            assertThat(outcome.bytesWritten()).isEqualTo(answer.body().length);
        }

        @Test
        void ofPreflightsAreOneEvent() throws Exception {
            RawAnswer answer = sendOnce("OPTIONS /cors/plain HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example.com\r\n"
                    + "Access-Control-Request-Method: GET\r\n");
            assertThat(answer.status()).isEqualTo(204);
            Outcome outcome = service.nextEnd();
            TalliedService.told(outcome, service.lastEvent(), 204, Kind.OK);
            assertThat(outcome.bytesWritten()).isZero();
        }
    }

    @Nested
    final class Requests {
        @ParameterizedTest
        @CsvSource({"FOO, _OTHER", "get, _OTHER", "PATCH, PATCH"})
        void byOtherMethodsAreNamedWithinBounds(String method, String told) throws Exception {
            Map<String, Object> event =
                    service.send(method + " /plain").ended(200, Kind.OK).event();
            assertThat(event).containsEntry("http.request.method", told);
            assertThat(event.get("http.request.method_original")).isEqualTo(told.equals("_OTHER") ? method : null);
        }

        @Test
        void thatNameTheWholeUriAreTheSame() throws Exception {
            RawAnswer answer = sendOnce("GET http://localhost/plain HTTP/1.1\r\nHost: localhost\r\n");
            assertThat(answer.text()).isEqualTo("plain");
            TalliedService.told(service.nextEnd(), service.lastEvent(), 200, Kind.OK);
            assertThat(service.lastEvent())
                    .hasEntrySatisfying(
                            "url.path", path -> assertThat((String) path).endsWith("/plain"));
        }

        @Test
        void onOneConnectionAtATimeHaveTheirEventsInOrder() throws Exception {
            String request = "Host: localhost\r\n\r\n";
            try (Wire wire = new Wire(service.port())) {
                wire.text("GET /plain?1 HTTP/1.1\r\n" + request + "GET /text?2 HTTP/1.1\r\n" + request);
                assertThat(wire.answer().text()).isEqualTo("plain");
                assertThat(wire.answer().text()).isEqualTo("text");
            }
            assertThat(service.nextEnd().bytesWritten()).isEqualTo(5);
            assertThat(service.nextEnd().bytesWritten()).isEqualTo(4);
            service.lastEvent();
        }

        /** A container that refuses them by itself calls no filter; one that does not calls it once. */
        @ParameterizedTest
        @CsvSource({"1000000, 1, 1", "10, 500, 1", "10, 1, 65536"})
        void tooLargeForAHeadHurtNobody(int value, int lines, int query) throws Exception {
            String header = "X-Large: " + "v".repeat(value) + "\r\n";
            RawAnswer answer =
                    sendOnce("GET /plain?" + "q".repeat(query) + " HTTP/1.1\r\nHost: a\r\n" + header.repeat(lines));
            assertThat(answer.status()).isIn(0, 400, 413, 414, 431);
            service.on(
                    "/after", (request, response) -> response.getOutputStream().print("after"));
            service.sendAfterOthers("GET /after").ended(200, Kind.OK).counted(0, 5);
        }

        @Test
        void thatUnfoldToGigabytesAreOnlyAsLongAsTheyAre() throws Exception {
            byte[] bomb = new byte[10_000];
            service.on(
                    "/bomb",
                    (request, response) -> response.getOutputStream()
                            .print(request.getInputStream().readAllBytes().length));
            service.send(
                            bomb,
                            "POST /bomb",
                            TapGuard.HEADER + ": yes",
                            "Content-Encoding: gzip",
                            "Content-Type: application/json",
                            "Content-Length: 10000")
                    .ended(200, Kind.OK)
                    .counted(10_000);
            assertThat(service.taps.request.begins).containsExactly("application/json|gzip");
        }
    }

    private RawAnswer sendOnce(String head) throws Exception {
        try (Wire wire = new Wire(service.port())) {
            wire.tryText(head + "Connection: close\r\n\r\n");
            return wire.answer();
        }
    }
}
