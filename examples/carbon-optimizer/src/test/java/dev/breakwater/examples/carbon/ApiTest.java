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
import static dev.breakwater.examples.carbon.RunningOptimizer.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service answers. It is half past nine; in the stand-in's world noon is cleanest. */
class ApiTest {
    private static final String MANY = "--breakwater.rate-limit.policies[0].limits=10000 per hour";
    private static RunningOptimizer service;

    @BeforeAll
    static void start() {
        service = RunningOptimizer.start("--breakwater.rate-limit.policies[0].name=default", MANY);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theCleanestZoneAndHourAreFound() {
        HttpResponse<String> answer =
                service.optimize("{\"durationHours\":2,\"powerWatts\":1000,\"zones\":[\"DE\",\"FR\"]}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(said(answer, "/zone")).isEqualTo("FR");
        assertThat(said(answer, "/start")).isEqualTo("2026-01-01T11:00:00Z");
        assertThat(said(answer, "/end")).isEqualTo("2026-01-01T13:00:00Z");
        assertThat(said(answer, "/grams")).isEqualTo("58.0"); // 30 at 11:00, 28 at noon
        assertThat(said(answer, "/now/zone")).isEqualTo("DE");
        assertThat(said(answer, "/now/start")).isEqualTo("2026-01-01T09:30:00Z");
        assertThat(said(answer, "/now/grams")).isEqualTo("544.0"); // half an hour at 289, one at 272, half at 255
        assertThat(said(answer, "/savedGrams")).isEqualTo("486.0");
        assertThat(said(answer, "/savedPercent")).isEqualTo("89.3");
        assertThat(said(answer, "/source")).isEqualTo("electricity-maps");
    }

    @Test
    void aDeadlineIsKept() {
        HttpResponse<String> answer = service.optimize("{\"durationHours\":1,\"powerWatts\":500,"
                + "\"deadline\":\"2026-01-01T11:30:00Z\",\"zones\":[\"DE\"]}");
        assertThat(said(answer, "/start")).isEqualTo("2026-01-01T10:00:00Z");
    }

    @Test
    void theIntensityOfAZoneIsTold() {
        HttpResponse<String> answer = service.get(INTENSITY + "DE");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(said(answer, "/zone")).isEqualTo("DE");
        assertThat(said(answer, "/gramsPerKwh")).isEqualTo("289");
        assertThat(said(answer, "/time")).isEqualTo("2026-01-01T09:00:00Z");
        assertThat(said(answer, "/source")).isEqualTo("electricity-maps");
    }

    @Test
    void zonesAreListed() {
        HttpResponse<String> answer = service.get(ZONES);
        assertThat(said(answer, "/zones/0/key")).isEqualTo("DE");
        assertThat(said(answer, "/zones/0/name")).isEqualTo("Germany");
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() {
        HttpResponse<String> get = service.get(ZONES);
        HttpResponse<String> head = service.send("HEAD", ZONES, "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo(header(get, "Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "\"text\"",
                "{}",
                "{\"durationHours\":2,\"powerWatts\":1000,\"zones\":[\"DE\"]} {}",
                "{\"durationHours\":2,\"durationHours\":2,\"powerWatts\":1000,\"zones\":[\"DE\"]}",
                "{\"durationHours\":2,\"powerWatts\":1000,\"zones\":[\"DE\"],\"planted\":1}",
                "{\"durationHours\":\"2\",\"powerWatts\":1000,\"zones\":[\"DE\"]}",
                "{\"durationHours\":0,\"powerWatts\":1000,\"zones\":[\"DE\"]}",
                "{\"durationHours\":-1,\"powerWatts\":1000,\"zones\":[\"DE\"]}",
                "{\"durationHours\":24.1,\"powerWatts\":1000,\"zones\":[\"DE\"]}",
                "{\"durationHours\":NaN,\"powerWatts\":1000,\"zones\":[\"DE\"]}",
                "{\"durationHours\":2,\"powerWatts\":1e400,\"zones\":[\"DE\"]}",
                "{\"durationHours\":2,\"powerWatts\":1e999999999,\"zones\":[\"DE\"]}",
                "{\"durationHours\":2,\"powerWatts\":99999999999999999999999999,\"zones\":[\"DE\"]}",
                "{\"durationHours\":2,\"powerWatts\":true,\"zones\":[\"DE\"]}",
                "{\"durationHours\":2,\"powerWatts\":1000,\"zones\":\"DE\"}",
                "{\"durationHours\":2,\"powerWatts\":1000,\"zones\":[]}",
                "{\"durationHours\":2,\"powerWatts\":1000,\"zones\":[1]}",
                "{\"durationHours\":2,\"powerWatts\":1000,\"zones\":[\"planted\"]}",
                "{\"durationHours\":2,\"powerWatts\":1000,\"zones\":[\"DE\",\"DE\"]}",
                "{\"durationHours\":2,\"powerWatts\":1000,\"zones\":[\"DE\"],\"deadline\":\"soon\"}",
                "{\"durationHours\":2,\"powerWatts\":1000,\"zones\":[\"DE\"],\"deadline\":1767261600}",
                "{\"durationHours\":2,\"powerWatts\":1000,\"zones\":[\"DE\"],\"deadline\":\"2026-01-01T11:29:59Z\"}",
                "{\"durationHours\":2,\"powerWatts\":1000,\"zones\":[\"DE\"],\"deadline\":\"+999999999-12-31T23:59:59Z\"}"
            })
    void whatMakesNoSenseIsRefusedClearly(String body) {
        HttpResponse<String> answer = service.optimize(body);
        assertProblem(answer, 400);
        assertThat(said(answer, "/detail")).hasSizeGreaterThan(20).doesNotContain("planted", "Exception", "jackson");
    }

    @Test
    void aNumberOfAMillionDigitsIsTooLargeABody() {
        assertProblem(service.optimize(WORK.replace("1000", "9".repeat(1_000_000))), 413);
    }

    @Test
    void noBodyIsNoJson() {
        assertProblem(service.optimize(""), 400);
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/jsonp", "application/x-www-form-urlencoded"})
    void anotherMediaTypeIsRefused(String type) {
        assertProblem(service.optimize(WORK, "Content-Type", type), 415);
    }

    @Test
    void noMediaTypeIsRefused() {
        assertProblem(service.send("POST", OPTIMIZE, WORK), 415);
    }

    @Test
    void aCharsetIsFine() {
        assertThat(service.optimize(WORK, "Content-Type", "application/json;charset=UTF-8")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/optimize, POST",
        "DELETE, /api/v1/optimize, POST",
        "POST, /api/v1/zones, 'GET, HEAD'",
        "PROPFIND, /api/v1/carbon-intensity, 'GET, HEAD'"
    })
    void anotherMethodIsRefusedAndTheRightOneNamed(String method, String path, String allowed) {
        HttpResponse<String> answer = service.send(method, path, "");
        assertProblem(answer, 405);
        assertThat(header(answer, "Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/carbon-intensity?zone=planted, 404",
        "/api/v1/carbon-intensity, 400",
        "/api/v1/carbon-intensity?zone=DE&zone=FR, 400",
        "/api/v1/nothing, 404",
        "/problems, 404",
        "/, 404"
    })
    void anUnknownZoneOrPathIsTold(String path, int status) {
        HttpResponse<String> answer = service.get(path);
        assertProblem(answer, status);
        assertThat(answer.body()).doesNotContain("planted");
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).startsWith("application/problem+json");
        assertThat(said(answer, "/status")).isEqualTo(Integer.toString(status));
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    }
}
