/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.contract.RawAnswer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What probes get from a service with fifty checks that hang for good, no matter who else asks, how often and for what. */
@Tag("container")
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProbesTest {
    private static final List<String> FORMATS = List.of(
            "*/*",
            "application/health+json",
            "application/vnd.spring-boot.actuator.v3+json",
            "text/plain",
            "text/html,application/xhtml+xml,*/*;q=0.8",
            "image/png");

    private static final List<String> CALLERS =
            List.of("Test-Caller: none", ProbedService.OPERATOR, "Authorization: Bearer somebody-else-entirely");

    private ProbedService service;

    @BeforeAll
    void start() throws Exception {
        service = new ProbedService();
        await().pollInterval(Duration.ofMillis(5)).until(service::isStuck);
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    @Test
    void aStormRunsNoCheck() throws Exception {
        int before = service.runs();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> storms =
                    clients.invokeAll(List.of(this::storm, this::storm, this::storm, this::storm));
            for (Future<Integer> storm : storms) {
                assertThat(storm.get()).isZero();
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(before).isEqualTo(1);
        assertThat(service.runs()).isEqualTo(1);
    }

    /** How many of 72 probes were not answered with 200: fewer than after how many Tomcat closes a connection. */
    private int storm() throws Exception {
        int failed = 0;
        try (Wire wire = new Wire(service.port())) {
            for (String path : List.of("/health", "/readyz", "/livez", "/health/core")) {
                for (String format : FORMATS) {
                    for (String caller : CALLERS) {
                        wire.head("GET " + path + " HTTP/1.1", "Accept: " + format, caller);
                        failed += wire.answer().status() == 200 ? 0 : 1;
                    }
                }
            }
        }
        return failed;
    }

    @Test
    void checksThatHangHoldOneThreadEachAndNoProbe() throws Exception {
        int before = service.checkThreads();
        int all = Thread.activeCount();
        long begun = System.nanoTime();
        long slowest = 0;
        try (Wire wire = new Wire(service.port())) {
            for (int i = 0; i < 100 || System.nanoTime() - begun < 5 * ProbedService.INTERVAL.toNanos(); i++) {
                long sent = System.nanoTime();
                String path = i % 2 == 0 ? "/livez" : "/readyz";
                assertThat(wire.head("GET " + path + " HTTP/1.1").answer().status())
                        .isEqualTo(200);
                slowest = Math.max(slowest, System.nanoTime() - sent);
            }
        }
        assertThat(service.checkThreads()).isEqualTo(before).isLessThanOrEqualTo(ProbedService.HUNG + 4);
        assertThat(Thread.activeCount()).isLessThan(all + ProbedService.HUNG);
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz", "/startupz", "/health", "/health/core"})
    void headGetsWhatGetGetsWithoutTheBody(String path) throws Exception {
        for (String format : FORMATS) {
            RawAnswer get = service.send("GET " + path, "Accept: " + format);
            RawAnswer head = service.send("HEAD " + path, "Accept: " + format);

            assertThat(head.status()).isEqualTo(get.status()).isEqualTo(200);
            assertThat(ProbedService.lasting(head)).isEqualTo(ProbedService.lasting(get));
            assertThat(head.body()).isEmpty();
            assertThat(get.body()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"OPTIONS, 204", "POST, 405", "PUT, 405", "DELETE, 405"})
    void whatIsAllowedIsSaid(String method, int status) throws Exception {
        for (String path : List.of("/livez", "/readyz", "/health", "/health/core")) {
            RawAnswer answer = service.send(method + " " + path, "Content-Length: 0");

            assertThat(answer.status()).as(path).isEqualTo(status);
            assertThat(answer.header("Allow")).containsExactly("GET, HEAD, OPTIONS");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image/png | application/json | {\"status\":\"DEGRADED\"",
                "application/health+json | application/health+json | {\"status\":\"warn\"",
                "application/vnd.spring-boot.actuator.v3+json | application/vnd.spring-boot.actuator.v3+json | {\"status\":\"DEGRADED\"",
                "application/vnd.spring-boot.actuator.v2+json | application/vnd.spring-boot.actuator.v2+json | {\"status\":\"DEGRADED\"",
                "text/plain | text/plain; charset=UTF-8 | DEGRADED",
                "text/html | text/html; charset=UTF-8 | <!DOCTYPE html>",
            })
    void theFormatIsTheOneAskedFor(String accept, String type, String start) throws Exception {
        for (String path : List.of("/health", "/health/detailed")) {
            RawAnswer answer = service.send("GET " + path, "Accept: " + accept, ProbedService.OPERATOR);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type"))
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.replace(" ", "")).isEqualToIgnoringCase(type.replace(" ", "")));
            assertThat(answer.text()).startsWith(start);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/health/detailed, /health/nothing",
        "/health/detailed/counted, /health/detailed/unknown",
        "/health/detailed/core, /health/detailed/unknown",
        "/health/counted, /health/unknown"
    })
    void whatIsHiddenLooksLikeWhatIsNotThere(String hidden, String unknown) throws Exception {
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS")) {
            RawAnswer one = service.send(method + " " + hidden, "Content-Length: 0");
            RawAnswer other = service.send(method + " " + unknown, "Content-Length: 0");

            assertThat(one.status()).isEqualTo(other.status()).isEqualTo(404);
            assertThat(ProbedService.lasting(one)).isEqualTo(ProbedService.lasting(other));
            assertThat(one.body()).isEqualTo(other.body());
        }
    }

    @Test
    void noProtectionStandsInTheirWayAndNoLogNotesThem() throws Exception {
        service.send("GET /limited");
        assertThat(service.send("GET /limited").status()).isEqualTo(429);
        for (int i = 0; i < 3; i++) {
            for (String path : List.of("/livez", "/readyz", "/startupz", "/health", "/health/core")) {
                RawAnswer answer = service.send("GET " + path);

                assertThat(answer.status()).as(path).isEqualTo(200);
                assertThat(answer.header("RateLimit")).isEmpty();
                assertThat(answer.header("X-Content-Type-Options")).containsExactly("nosniff");
                assertThat(service.send("GET " + path, "Origin: https://elsewhere.example")
                                .status())
                        .isEqualTo(200);
            }
        }
        RawAnswer last = service.send("GET /application");
        service.events.of(last.header("X-Request-Id").get(0));
        // An attack that is tried on a probe is told like any other.
        assertThat(service.events.lines.stream().filter(line -> !line.contains("malicious_cors")))
                .anyMatch(line -> line.contains("/limited"))
                .noneMatch(line -> line.contains("GET /livez ") || line.contains("GET /readyz "))
                .noneMatch(line -> line.contains("GET /health ") || line.contains("GET /health/core "));
    }
}
