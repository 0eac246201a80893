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

import dev.breakwater.examples.carbon.ElectricityMapsStandIn.Mode;
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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The guide's chapter "Monitoring". */
class MonitoringTest {
    private static final String SOON = "--breakwater.upstreams.electricity-maps.backoff=1ms";
    private static final String CLIENT = "203.0.113.5";

    @Nested
    class PrometheusMetrics {
        @Test
        void requestsAreCountedByEndpoint() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.optimize(WORK);
                service.optimize("{");
                service.get(ZONES);
                assertThat(metrics(service))
                        .contains("api_requests_total{endpoint=\"optimize_workload\"} 2.0")
                        .contains("api_requests_total{endpoint=\"zones\"} 1.0")
                        .contains("api_requests_total{endpoint=\"carbon_intensity\"} 0.0");
            }
        }

        @Test
        void protectionsAndUpstreamsAreCountedToo() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.statuses(21, "POST", OPTIMIZE, WORK, CLIENT);
                assertThat(metrics(service))
                        .contains("breakwater_ratelimit_decisions_total{decision=\"deny\",policy=\"optimize\"} 1.0")
                        .contains("breakwater_upstream_attempts_total{upstream=\"electricity-maps\"} 1.0")
                        .containsPattern("breakwater_upstream_calls_seconds_count\\{.*source=\"cache\".*} 19")
                        .contains("breakwater_requests_total{outcome=\"rejected\"} 1.0");
            }
        }

        @Test
        void processorAndMemoryAreMeasured() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                assertThat(metrics(service)).contains("process_cpu_usage").contains("jvm_memory_used_bytes");
            }
        }

        @Test
        void requestsAreTimedByRoute() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.get(ZONES);
                assertThat(metrics(service))
                        .containsPattern(
                                "http_server_requests_seconds_count\\{.*status=\"200\",uri=\"/api/v1/zones\"} 1")
                        .containsPattern("http_server_requests_seconds_bucket\\{.*uri=\"/api/v1/zones\",le=\"0.5\"} 1");
            }
        }

        @Test
        void peopleHaveASummaryAndProgramsJson() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.get(ZONES);
                assertThat(said(service.get("/metrics"), "/service")).isEqualTo("carbon-optimizer");
                assertThat(service.get("/metrics/summary").body())
                        .startsWith("carbon-optimizer, up ")
                        .contains("availability", "busiest routes", ZONES);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"/metrics", "/metrics/prometheus", "/metrics/summary"})
        void theyAreThereForOperatorsOnly(String path) {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                HttpResponse<String> other = service.get(path, "X-Forwarded-For", CLIENT);
                HttpResponse<String> nothing = service.get("/nothing", "X-Forwarded-For", CLIENT);
                assertThat(other.statusCode()).isEqualTo(404);
                assertThat(other.body()).isEqualTo(nothing.body());
            }
        }

        @Test
        void anOperatorsNetworkIsConfigured() {
            Map<String, String> environment = Map.of("BREAKWATER_OPS_NETWORKS", "203.0.113.0/24");
            try (RunningOptimizer service = RunningOptimizer.start(environment)) {
                assertThat(service.get("/metrics/prometheus", "X-Forwarded-For", CLIENT)
                                .statusCode())
                        .isEqualTo(200);
                assertThat(service.get("/metrics/prometheus", "X-Forwarded-For", "198.51.100.1")
                                .statusCode())
                        .isEqualTo(404);
            }
        }

        @Test
        void noCrowdKeepsPrometheusOut() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                assertThat(IntStream.range(0, 101)
                                .mapToObj(
                                        i -> service.get("/metrics/prometheus").statusCode()))
                        .containsOnly(200);
            }
        }

        @Test
        void everyMeterThatAnAlertNamesExists() throws Exception {
            Set<String> named = new TreeSet<>();
            for (JsonNode rule :
                    Documents.yaml("deploy/prometheus-rules.yaml").get(0).at("/groups/0/rules")) {
                String expression = rule.path("expr").asString();
                Pattern.compile("[a-z_]+(?=[\\[{])")
                        .matcher(expression)
                        .results()
                        .map(MatchResult::group)
                        .forEach(named::add);
            }
            assertThat(named).contains("up", "breakwater_requests_total");
            named.remove("up");
            try (RunningOptimizer service = RunningOptimizer.start(SOON)) {
                service.maps().answer(Mode.FAILING);
                IntStream.range(0, 5).forEach(i -> service.get(INTENSITY + "DE"));
                Set<String> known = metrics(service)
                        .lines()
                        .map(line -> line.split("[{ ]", 2)[0])
                        .collect(Collectors.toSet());
                assertThat(known).containsAll(named);
                assertThat(metrics(service)).contains("source=\"fallback\"").contains("to=\"open\"");
            }
        }

        private static String metrics(RunningOptimizer service) {
            HttpResponse<String> answer = service.get("/metrics/prometheus");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Content-Type")).startsWith("text/plain");
            return answer.body();
        }
    }

    @Nested
    class HealthCheckMonitoring {
        @Test
        void healthIs200AndNeverLimited() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                assertThat(service.statuses(150, "GET", "/health", "", CLIENT)).containsOnly(200);
                assertThat(said(service.get("/health"), "/status")).isEqualTo("UP");
                assertThat(said(service.get("/health"), "/name")).isEqualTo("carbon-optimizer");
            }
        }

        @Test
        void withoutElectricityMapsTheServiceIsDegradedAndStaysInTheLoadBalancer() {
            try (RunningOptimizer service = RunningOptimizer.startInRealTime(
                    Map.of("ENABLE_CACHING", "false"),
                    SOON,
                    "--breakwater.upstreams.electricity-maps.breaker.wait=100ms")) {
                service.maps().answer(Mode.FAILING);
                IntStream.range(0, 5).forEach(i -> service.get(INTENSITY + "DE"));
                Awaitility.await()
                        .until(() -> said(service.get("/health"), "/status").equals("DEGRADED"));
                assertThat(service.get("/health").statusCode()).isEqualTo(200);
                assertThat(service.get("/readyz").statusCode()).isEqualTo(200);
                assertThat(service.get("/livez").statusCode()).isEqualTo(200);
                assertThat(said(service.get("/health/detailed"), "/checks/upstream-electricity-maps/output"))
                        .contains("the breaker is open");

                service.maps().answer(Mode.WELL);
                Awaitility.await().until(() -> {
                    service.get(INTENSITY + "DE");
                    return said(service.get("/health"), "/status").equals("UP");
                });
            }
        }

        @Test
        void detailsAreForOperators() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                assertThat(service.get("/health/detailed").statusCode()).isEqualTo(200);
                assertThat(service.get("/health/detailed", "X-Forwarded-For", CLIENT)
                                .statusCode())
                        .isEqualTo(404);
            }
        }
    }

    @Nested
    class AccessLog {
        @Test
        void oneLineOfJsonSaysWhoAskedForWhatAndWhatBecameOfIt() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                HttpResponse<String> answer = service.get(
                        INTENSITY + "DE", "X-Forwarded-For", CLIENT, "User-Agent", "test", "X-Request-Id", "abc-123");
                JsonNode event = Json.read(service.eventOf(answer).getBytes(StandardCharsets.UTF_8));
                assertThat(event.path("client.address").asString()).isEqualTo(CLIENT);
                assertThat(event.path("http.request.method").asString()).isEqualTo("GET");
                assertThat(event.path("url.path").asString()).isEqualTo("/api/v1/carbon-intensity");
                assertThat(event.path("http.response.status_code").asInt()).isEqualTo(200);
                assertThat(event.path("user_agent.original").asString()).isEqualTo("test");
                assertThat(event.path("event.duration").isNumber()).isTrue();
                // On a busy machine the first may take longer than an attempt may.
                assertThat(event.path("breakwater.upstream.electricity-maps.attempts")
                                .asInt())
                        .isBetween(1, 3);
            }
        }

        @Test
        void aRefusalSaysWhichLimitRefused() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.statuses(20, "POST", OPTIMIZE, WORK, CLIENT);
                HttpResponse<String> refused =
                        service.optimize(WORK, "Content-Type", "application/json", "X-Forwarded-For", CLIENT);
                assertThat(service.eventOf(refused))
                        .contains("\"breakwater.decision\":\"rate_limited\"")
                        .contains("\"breakwater.rule\":\"optimize\"");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"/health", "/livez", "/readyz"})
        void probesAreLeftOut(String path) {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.get(path);
                service.eventOf(service.get(ZONES));
                assertThat(service.events()).noneMatch(line -> line.contains("\"url.path\":\"" + path));
            }
        }
    }
}
