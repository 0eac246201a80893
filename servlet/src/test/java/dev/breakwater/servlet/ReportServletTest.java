/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The readiness report on a real server. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReportServletTest {
    private static final String REPORT = "GET /breakwater/report";
    private static final String TOKEN = "a-token-for-the-report-alone";
    private static final String STRANGER = "X-Forwarded-For: 203.0.113.7";
    private static final String BROWSER = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private ProtectedService service;

    @BeforeAll
    void start() throws Exception {
        service = ProtectedService.with(Map.of("ops.token", TOKEN, "service.name", "shop"));
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    @Test
    void isJsonUnlessSomethingElseIsAskedFor() throws Exception {
        RawAnswer answer = service.send(REPORT);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).singleElement().asString().startsWith("application/json");
        assertThat(answer.header("Cache-Control")).containsExactly("no-store");
        assertThat(answer.elements("Vary")).contains("Accept");
        assertThat(answer.text())
                .startsWith("{\"service\":{\"name\":\"shop\"}")
                .contains("{\"id\":\"request.timeout\",\"state\":\"fail\"")
                .doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, text/plain",
        "'text/html, */*;q=0.8', text/html",
        "'text/html;q=0.1, */*', application/json"
    })
    void comesInTheFormThatIsLikedBest(String accept, String type) throws Exception {
        assertThat(service.send(REPORT, "Accept: " + accept).header("Content-Type"))
                .singleElement()
                .asString()
                .startsWith(type);
    }

    @Test
    void asAPageStandsUnderOurOwnPolicy() throws Exception {
        RawAnswer answer = service.send(REPORT, BROWSER);

        assertThat(answer.header("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'");
        assertThat(answer.text())
                .startsWith("<!DOCTYPE html>")
                .contains("<code>request.timeout</code>")
                .doesNotContain("<script", "<style", " style=", "<img", "<link");
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        RawAnswer answer = service.send("HEAD /breakwater/report");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /breakwater/report", "DELETE /breakwater/report"})
    void isOnlyForReading(String request) throws Exception {
        RawAnswer answer = service.send(request);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).containsExactly("GET, HEAD");
    }

    @Test
    void doesNotExistForStrangers() throws Exception {
        RawAnswer stranger = service.send(REPORT, STRANGER);
        RawAnswer nothing = service.send("GET /breakwater/no-such-thing", STRANGER);

        assertThat(stranger.status()).isEqualTo(nothing.status());
        assertThat(stranger.text()).isEqualTo(nothing.text()).doesNotContain("request.timeout");
        assertThat(service.send(REPORT, STRANGER, "Authorization: Bearer " + TOKEN)
                        .text())
                .contains("request.timeout");
        assertThat(service.send(REPORT, STRANGER, "Authorization: Bearer another-token-of-that-kind")
                        .text())
                .isEqualTo(nothing.text());
    }

    @Test
    void tellsWhatRequestsHaveShown() throws Exception {
        service.send("GET /anything");

        assertThat(service.send(REPORT, "Accept: text/plain").text()).contains("caller.https", " requests");
    }
}
