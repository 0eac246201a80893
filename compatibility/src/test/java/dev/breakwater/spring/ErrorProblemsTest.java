/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.exchange.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Boot would answer with its error page, and what becomes of browsers' reports there. */
@Tag("container")
class ErrorProblemsTest {
    private static Served served;

    @BeforeAll
    static void start() {
        served = Served.start(
                ServedApplicationTest.Application.class,
                "--spring.autoconfigure.exclude="
                        + String.join(",", ServedApplicationTest.Application.SECURITY),
                "--breakwater.errors.problem-details=true",
                "--breakwater.headers.reporting.path=/breakwater/reports");
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /boom/planted-secret, 500, Internal Server Error",
        "GET /callable-boom, 500, Internal Server Error",
        "GET /deferred-boom, 500, Internal Server Error",
        "GET /nowhere, 404, Not Found",
        "POST /hello, 405, Method Not Allowed",
        "GET /status/422, 422, Unprocessable Content",
    })
    void anErrorIsAProblem(String request, int status, String title) throws Exception {
        RawAnswer answer = served.send(request, "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).containsExactly("application/problem+json");
        assertThat(answer.header("Content-Language")).containsExactly("en");
        assertThat(answer.header("Cache-Control")).containsExactly("no-store");
        assertThat(answer.header("X-Request-Id")).hasSize(1);
        assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(Served.ORIGIN);
        // On Undertow with Boot nothing is sent of an error page that is called after asynchronous work, Boot's own included.
        boolean isLost = System.getProperty("java.class.path").contains("undertow-servlet") && request.contains("-boom");
        assertThat(answer.text())
                .isEqualTo(isLost ? "" : "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + "}");
        assertThat(served.end().status()).isEqualTo(status);
    }

    @Test
    void theMethodsThatAreAllowedAreStillNamed() throws Exception {
        assertThat(served.send("POST /hello", "").elements("Allow")).contains("GET");
    }

    @Test
    void theEventKeepsWhatTheAnswerDoesNotSay() throws Exception {
        served.get("/boom/7");

        Outcome end = served.end();
        assertThat(end.kind()).isEqualTo(Outcome.Kind.ERROR);
        assertThat(end.error()).isInstanceOf(IllegalStateException.class).hasMessage("7");
        assertThat(end.route()).isEqualTo("/boom/{id}");
    }

    @Test
    void aHeadRequestHasNoBody() throws Exception {
        RawAnswer answer = served.send("HEAD /boom/7", "");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("Content-Type")).containsExactly("application/problem+json");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aBrowserGetsBootsPage() throws Exception {
        RawAnswer answer = served.get("/boom/7", "Accept: text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("Content-Type")).singleElement().asString().startsWith("text/html");
        assertThat(answer.text()).contains("Whitelabel");
    }

    @Test
    void whatTheApplicationAnswersItselfIsItsOwn() throws Exception {
        assertThat(served.get("/entity").text()).isEqualTo("entity");
    }

    @Test
    void reportsAreTakenBeforeTheApplication() throws Exception {
        RawAnswer answer = served.send(
                "POST /breakwater/reports",
                "{\"csp-report\":{\"effective-directive\":\"img-src\"}}",
                "Content-Type: application/csp-report");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly("*");
    }
}
