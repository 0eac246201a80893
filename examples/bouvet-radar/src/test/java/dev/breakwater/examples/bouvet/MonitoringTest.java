/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static dev.breakwater.examples.bouvet.RunningRadar.CLIENT;
import static dev.breakwater.examples.bouvet.RunningRadar.CPV;
import static dev.breakwater.examples.bouvet.RunningRadar.NOTICES;
import static dev.breakwater.examples.bouvet.RunningRadar.header;
import static dev.breakwater.examples.bouvet.RunningRadar.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.bouvet.standin.StandIn.Mode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The guide's chapter "Monitoring and Observability". */
class MonitoringTest {
    private static final String SOON = "--breakwater.upstreams.doffin.backoff=1ms";

    @Nested
    class HealthChecks {
        @ParameterizedTest
        @ValueSource(strings = {"/api/health", "/health"})
        void tellStatusAndVersion(String path) {
            try (RunningRadar service = RunningRadar.start()) {
                HttpResponse<String> answer = service.get(path);
                assertThat(answer.body())
                        .isEqualTo("{\"status\":\"UP\",\"name\":\"bouvet-radar\",\"version\":\"1.0.0\"}");
                assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
            }
        }

        @Test
        void areNeverLimitedNorLogged() {
            try (RunningRadar service = RunningRadar.start()) {
                assertThat(service.statuses(150, "/api/health", CLIENT)).containsOnly(200);
                service.eventOf(service.get(CPV));
                assertThat(service.events()).noneMatch(line -> line.contains("\"url.path\":\"/api/health"));
            }
        }

        @Test
        void withoutDoffinTheServiceIsDegradedAndStaysInTheLoadBalancer() {
            try (RunningRadar service = RunningRadar.startInRealTime(
                    Map.of(),
                    SOON,
                    "--breakwater.upstreams.doffin.cache.ttl=off",
                    "--breakwater.upstreams.doffin.breaker.wait=100ms")) {
                service.doffin().answer(Mode.FAILING);
                IntStream.range(0, 5).forEach(i -> service.get(NOTICES));
                Awaitility.await()
                        .until(() -> said(service.get("/api/health"), "/status").equals("DEGRADED"));
                assertThat(service.get("/api/health").statusCode()).isEqualTo(200);
                assertThat(service.get("/readyz").statusCode()).isEqualTo(200);
                assertThat(said(service.get("/health/detailed"), "/checks/upstream-doffin/output"))
                        .contains("the breaker is open");

                service.doffin().answer(Mode.WELL);
                Awaitility.await().until(() -> {
                    service.get(NOTICES);
                    return said(service.get("/api/health"), "/status").equals("UP");
                });
            }
        }
    }

    @Nested
    class ApplicationLogging {
        @Test
        void oneLineOfJsonSaysWhoAskedForWhatAndWhatBecameOfIt() {
            try (RunningRadar service = RunningRadar.start()) {
                HttpResponse<String> answer =
                        service.get(NOTICES + "?q=drift", "X-Forwarded-For", CLIENT, "X-Request-Id", "abc-123");
                JsonNode event = Json.read(service.eventOf(answer).getBytes(StandardCharsets.UTF_8));
                assertThat(event.path("@timestamp").asString()).startsWith("2026-01-01T09:30:00");
                assertThat(event.path("client.address").asString()).isEqualTo(CLIENT);
                assertThat(event.path("http.request.id").asString()).isEqualTo("abc-123");
                assertThat(event.path("url.path").asString()).isEqualTo(NOTICES);
                assertThat(event.path("http.response.status_code").asInt()).isEqualTo(200);
                assertThat(event.path("breakwater.upstream.doffin.attempts").asInt())
                        .isEqualTo(1);
            }
        }

        @ParameterizedTest
        @CsvSource({
            NOTICES + ", 503, ERROR", // of the application: Doffin does not answer
            "/nothing, 404, INFO",
            NOTICES + "?hits=0, 400, WARN"
        })
        void whatJavalinMadeOfAnExceptionIsToldAsItWasSent(String path, int status, String level) {
            try (RunningRadar service = RunningRadar.start(SOON)) {
                service.doffin().answer(Mode.BABBLING);
                HttpResponse<String> answer = service.get(path);
                assertThat(answer.statusCode()).isEqualTo(status);
                assertThat(service.eventOf(answer))
                        .contains("\"http.response.status_code\":" + status)
                        .contains("\"log.level\":\"" + level + '"');
            }
        }
    }

    @Nested
    class AuditEvents {
        @Test
        void aPageOfAnotherOriginIsOne() {
            try (RunningRadar service = RunningRadar.start()) {
                assertThat(service.eventOf(service.get(NOTICES, "Origin", "https://evil.example.net")))
                        .contains("\"breakwater.security.event\":\"malicious_cors\"")
                        .contains("\"log.level\":\"WARN\"");
            }
        }

        @Test
        void goingBeyondALimitIsOneTheFirstTime() {
            try (RunningRadar service = RunningRadar.start()) {
                service.statuses(20, NOTICES, CLIENT);
                assertThat(service.eventOf(service.get(NOTICES, "X-Forwarded-For", CLIENT)))
                        .contains("\"breakwater.security.event\":\"excess_rate_limit_exceeded\"");
                assertThat(service.eventOf(service.get(NOTICES, "X-Forwarded-For", CLIENT)))
                        .doesNotContain("breakwater.security.event");
            }
        }

        @Test
        void anEverydayRequestIsNone() {
            try (RunningRadar service = RunningRadar.start()) {
                assertThat(service.eventOf(service.get(CPV))).doesNotContain("breakwater.security.event");
            }
        }
    }

    @Nested
    class Prometheus {
        @Test
        void everyMeterThatAnAlertNamesExists() throws Exception {
            Set<String> named = new TreeSet<>();
            for (JsonNode rule :
                    Documents.yaml("deploy/prometheus-rules.yaml").get(0).at("/groups/0/rules")) {
                Pattern.compile("[a-z_]+(?=[\\[{])")
                        .matcher(rule.path("expr").asString())
                        .results()
                        .map(MatchResult::group)
                        .forEach(named::add);
            }
            assertThat(named).contains("up", "breakwater_security_events_total");
            named.remove("up");
            try (RunningRadar service = RunningRadar.start(SOON)) {
                service.get(NOTICES, "Origin", "https://evil.example.net");
                service.doffin().answer(Mode.FAILING);
                IntStream.range(0, 8).forEach(i -> service.get(NOTICES));
                Set<String> known = service.get("/metrics/prometheus")
                        .body()
                        .lines()
                        .map(line -> line.split("[{ ]", 2)[0])
                        .collect(Collectors.toSet());
                assertThat(known).containsAll(named).contains("process_cpu_usage", "jvm_memory_used_bytes");
            }
        }

        @Test
        void hasCompanyThatReadsASummaryOrJson() {
            try (RunningRadar service = RunningRadar.start()) {
                service.get(CPV);
                assertThat(said(service.get("/metrics"), "/service")).isEqualTo("bouvet-radar 1.0.0");
                assertThat(service.get("/metrics/summary").body())
                        .startsWith("bouvet-radar 1.0.0, up ")
                        .contains("availability", "busiest routes");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"/metrics", "/metrics/prometheus", "/metrics/summary"})
        void isAnOperatorAndEverybodyElseFindsNothing(String path) {
            try (RunningRadar service = RunningRadar.start()) {
                assertThat(service.get(path).statusCode()).isEqualTo(200);
                HttpResponse<String> other = service.get(path, "X-Forwarded-For", CLIENT);
                assertThat(other.statusCode()).isEqualTo(404);
                assertThat(other.body())
                        .isEqualTo(service.get("/nothing", "X-Forwarded-For", CLIENT)
                                .body());
            }
        }
    }

    @Nested
    class Tracing {
        @Test
        void whoeverTracesARequestFindsItsNumberInTheEvent() {
            String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
            try (RunningRadar service = RunningRadar.start()) {
                HttpResponse<String> answer = service.get(CPV, "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
                assertThat(service.eventOf(answer)).contains(trace);
            }
        }
    }
}
