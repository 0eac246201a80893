/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.exchange.Outcome;
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

/** What clients get when a request has failed: a problem, if the service wants that and the client no page. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ErrorProblemsTest {
    private static final Map<String, String> ON = Map.of("errors.problem-details", "true");

    private ErrorProblemsService service;

    @BeforeAll
    void start() throws Exception {
        service = new ErrorProblemsService(new ErrorPageServlet(), ON);
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    private static void assertProblem(RawAnswer answer, int status, String title) {
        assertProblemHead(answer, status);
        String problem = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + "}";
        assertThat(answer.text()).isEqualTo(problem);
        assertThat(answer.header("Content-Length")).containsExactly(Integer.toString(problem.length()));
    }

    private static void assertProblemHead(RawAnswer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).containsExactly("application/problem+json");
        assertThat(answer.header("Content-Language")).containsExactly("en");
        assertThat(answer.header("Cache-Control")).containsExactly("no-store");
        assertThat(answer.header("X-Request-Id")).hasSize(1);
        assertThat(answer.header("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.elements("Vary")).containsOnlyOnce("Origin");
        assertThat(answer.lines()).noneMatch(line -> line.contains(ErrorProblemsService.SECRET));
    }

    @Nested
    final class AnErrorOf {
        @ParameterizedTest
        @CsvSource({
            "/throw, 500, Internal Server Error",
            "/throw-checked, 500, Internal Server Error",
            "/async-throw, 500, Internal Server Error",
            "/async-throw-at-once, 500, Internal Server Error",
            "/async-timeout, 500, Internal Server Error",
            "/async-error, 503, Service Unavailable",
            "/error/400, 400, Bad Request",
            "/error/404, 404, Not Found",
            "/error/422, 422, Unprocessable Content",
            "/error/499, 499, Bad Request",
            "/error/599, 599, Internal Server Error",
            "/early/refused, 400, Bad Request",
        })
        void theApplicationOrTheContainerIsAProblem(String path, int status, String title) throws Exception {
            RawAnswer answer = service.send("GET " + path, "Origin: " + ProtectedService.ORIGIN);

            assertProblem(answer, status, title);
            assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(ProtectedService.ORIGIN);
            assertThat(service.end(answer).status()).isEqualTo(status);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/throw", "/error/404", "/async-throw"})
        void aHeadRequestHasTheSameHeadAndNoBody(String path) throws Exception {
            RawAnswer got = service.send("GET " + path);
            assertThat(service.end(got).status()).isEqualTo(got.status());
            RawAnswer answer = service.send("HEAD " + path);
            assertThat(service.end(answer).status()).isEqualTo(got.status());

            assertProblemHead(answer, got.status());
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("Content-Length")).isEqualTo(got.header("Content-Length"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"/half", "/half-written", "/async-half"})
        void anAnswerHalfMadeLeavesNothingOfItBehind(String path) throws Exception {
            RawAnswer answer = service.send("GET " + path);

            assertProblem(answer, 500, "Internal Server Error");
            for (String name : new String[] {
                "Content-Encoding", "Content-Disposition", "ETag", "Last-Modified", "Expires", "Transfer-Encoding"
            }) {
                assertThat(answer.header(name)).as(name).allMatch(String::isEmpty);
            }
        }

        @Test
        void anAnswerThatIsUnderWayStaysWhatItIs() throws Exception {
            RawAnswer answer = service.send("GET /committed");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).startsWith("begun").doesNotContain("about:blank");
            assertThat(service.end(answer).kind()).isEqualTo(Outcome.Kind.ABORTED_AFTER_COMMIT);
        }
    }

    @Nested
    final class WhatTheApplicationSaidAboutTheStatus {
        @Test
        void survives() throws Exception {
            assertThat(service.send("GET /method").header("Allow")).containsExactly("GET, HEAD");
            assertThat(service.send("GET /busy").header("Retry-After")).containsExactly("7");
        }

        @Test
        void survivesWithARangeThatCannotBeServed() throws Exception {
            // Jetty takes it off by itself, whatever the status.
            assertThat(service.send("GET /range").header("Content-Range"))
                    .isEqualTo(TestServer.isJetty() ? List.of() : List.of("bytes */1234"));
        }

        @Test
        void survivesLineByLine() throws Exception {
            RawAnswer answer = service.send("GET /challenge");

            assertProblem(answer, 401, "Unauthorized");
            assertThat(answer.header("WWW-Authenticate")).containsExactly("Basic realm=\"a\"", "Bearer");
            assertThat(answer.header("Set-Cookie")).hasSize(1);
            // Jetty takes the application's Vary off before it calls an error page.
            assertThat(answer.elements("Vary")).contains("Origin");
            assertThat(answer.elements("Vary").contains("Cookie")).isNotEqualTo(TestServer.isJetty());
        }
    }

    @Nested
    final class AnErrorThatIsAnsweredByTheApplication {
        @Test
        void isTheApplications() throws Exception {
            RawAnswer answer = service.send("GET /quiet");

            assertThat(answer.status()).isEqualTo(418);
            assertThat(answer.text()).isEqualTo("the application's own words");
        }
    }

    @Nested
    final class TheRequestsEvent {
        @Test
        void saysWhatTheAnswerDoesNot() throws Exception {
            RawAnswer answer = service.send("GET /throw");

            Outcome end = service.end(answer);
            assertThat(end.status()).isEqualTo(500);
            assertThat(end.kind()).isEqualTo(Outcome.Kind.ERROR);
            assertThat(end.error()).isInstanceOf(ErrorProblemsService.Failure.class);
            Map<String, Object> event =
                    service.events.of(answer.header("X-Request-Id").get(0));
            assertThat(event)
                    .containsEntry("http.response.status_code", 500L)
                    .containsEntry("error.type", ErrorProblemsService.Failure.class.getName());
        }

        @Test
        void doesNotCallItARefusalOfOurs() throws Exception {
            RawAnswer answer = service.send("GET /error/404");

            assertThat(service.end(answer).kind()).isEqualTo(Outcome.Kind.OK);
        }
    }

    @Nested
    final class AClientThat {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
                    "text/html",
                    "TEXT/HTML ; q=0.5 , application/json;q=0.4",
                    "text/html;level=1;q=0.002, */*;q=0.001",
                    "text/html, image/gif, *; q=.2, */*; q=.2",
                })
        void wouldRatherHaveHtmlGetsTheErrorPage(String accept) throws Exception {
            RawAnswer answer = service.send("GET /throw", "Accept: " + accept);

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).isEqualTo(ErrorPageServlet.TEXT);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "*/*",
                    "application/json",
                    "application/problem+json, text/html;q=0.9",
                    "text/html, */*",
                    "text/html, application/json",
                    "text/html;q=0, image/png",
                    "text/html;q=nonsense",
                    "text/html;q=0.4, application/json;q=0.5",
                    "text/htmlx, text/*",
                    "image/png",
                    "",
                    ",,,;;;q=,text",
                })
        void wouldNotGetsTheProblem(String accept) throws Exception {
            assertProblem(service.send("GET /throw", "Accept: " + accept), 500, "Internal Server Error");
        }

        @Test
        void saysItInSeveralLinesIsHeardOut() throws Exception {
            RawAnswer answer = service.send("GET /throw", "Accept: text/html;q=0.9", "Accept: application/json");

            assertProblem(answer, 500, "Internal Server Error");
        }

        @Test
        void listsTypesWithoutEndIsNotHeardOut() throws Exception {
            RawAnswer answer = service.send("GET /throw", "Accept: " + "a/b,".repeat(500) + "text/html");

            assertProblem(answer, 500, "Internal Server Error");
        }
    }

    @Nested
    final class WhereTheContainerLooksForTheErrorPage {
        @Test
        void thereNeedBeNone() throws Exception {
            try (ErrorProblemsService other = new ErrorProblemsService(null, ON)) {
                assertProblem(other.send("GET /throw"), 500, "Internal Server Error");
                assertProblem(other.send("GET /error/404"), 404, "Not Found");
            }
        }
    }

    @Nested
    final class SwitchedOff {
        @Test
        void asItIsUnlessToldTheErrorPageAnswers() throws Exception {
            try (ErrorProblemsService other = new ErrorProblemsService(new ErrorPageServlet(), Map.of())) {
                assertThat(other.send("GET /throw").text()).isEqualTo(ErrorPageServlet.TEXT);
            }
        }

        @Test
        void andOnWhileTheServiceRuns() throws Exception {
            try (ErrorProblemsService other = new ErrorProblemsService(new ErrorPageServlet(), Map.of())) {
                other.runtime.replace(BreakwaterSettings.read(Layers.of(Layer.of("test", ON))));
                assertThat(other.send("GET /throw").header("Content-Type")).containsExactly("application/problem+json");
            }
        }

        @Test
        void withEverythingElseTheErrorPageAnswers() throws Exception {
            try (ErrorProblemsService other = new ErrorProblemsService(
                    new ErrorPageServlet(), Map.of("enabled", "false", "errors.problem-details", "true"))) {
                assertThat(other.send("GET /throw").text()).isEqualTo(ErrorPageServlet.TEXT);
            }
        }
    }

    @Nested
    final class TheServletForServicesWithoutPages {
        @Test
        void sendsProblemsByItself() throws Exception {
            try (ErrorProblemsService other = new ErrorProblemsService(new ProblemServlet(), Map.of())) {
                RawAnswer answer = other.send("GET /half", "Accept: text/html");
                assertProblem(answer, 500, "Internal Server Error");
                assertThat(other.end(answer).error()).isInstanceOf(ErrorProblemsService.Failure.class);
                RawAnswer head = other.send("HEAD /error/404");
                assertProblemHead(head, 404);
                assertThat(head.body()).isEmpty();
            }
        }

        @Test
        void isNotFoundWhereNothingHasFailed() throws Exception {
            try (ErrorProblemsService other = new ErrorProblemsService(new ProblemServlet(), Map.of())) {
                assertProblem(other.send("DELETE " + ErrorPageServlet.PATH), 404, "Not Found");
            }
        }
    }
}
