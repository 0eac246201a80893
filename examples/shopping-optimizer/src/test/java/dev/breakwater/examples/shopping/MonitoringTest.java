/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import static dev.breakwater.examples.shopping.RunningOptimizer.MEALS;
import static dev.breakwater.examples.shopping.RunningOptimizer.OFFERS;
import static dev.breakwater.examples.shopping.RunningOptimizer.header;
import static dev.breakwater.examples.shopping.RunningOptimizer.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The guide's chapters "Monitoring and Observability" and "Troubleshooting". */
class MonitoringTest {
    private final RunningOptimizer service = RunningOptimizer.shared();

    @Nested
    class HealthChecks {
        @ParameterizedTest
        @ValueSource(strings = {"/health", "/livez", "/readyz", "/startupz"})
        void areAnsweredAndNotInTheLog(String path) {
            HttpResponse<String> answer = service.get(path);
            assertThat(answer.statusCode()).isEqualTo(200);
            service.eventOf(service.get("/api/v1/nothing"));
            assertThat(service.events()).noneMatch(line -> line.contains("\"url.path\":\"" + path + '"'));
        }

        @Test
        void theDetailedOneTellsOperatorsOfAllDependencies() {
            HttpResponse<String> answer = service.local("/health/detailed");
            assertThat(said(answer, "/status")).isEqualTo("UP");
            assertThat(said(answer, "/checks/upstream-salling/status")).isEqualTo("UP");
            assertThat(said(answer, "/checks/upstream-gemini/status")).isEqualTo("UP");
            assertThat(service.get("/health/detailed").statusCode()).isEqualTo(404);
        }

        @Test
        void withoutTheModelTheServiceIsDegradedAndStaysInTheLoadBalancer() {
            try (RunningOptimizer degraded = RunningOptimizer.startInRealTime(
                    Map.of("DISABLE_GEMINI", "true"),
                    "--breakwater.health.interval=100ms",
                    "--breakwater.health.timeout=90ms")) {
                Awaitility.await()
                        .until(() -> said(degraded.get("/health"), "/status").equals("DEGRADED"));
                assertThat(degraded.get("/health").statusCode()).isEqualTo(200);
                assertThat(degraded.get("/readyz").statusCode()).isEqualTo(200);
                assertThat(said(degraded.post(MEALS, "{\"zip\":\"8000\"}"), "/source"))
                        .isEqualTo("rules");
                assertThat(degraded.gemini().calls()).isZero();
            }
        }
    }

    @Nested
    class Metrics {
        @Test
        void areThereAsJsonForPrometheusAndForPeople() {
            service.get(OFFERS + "8000");
            HttpResponse<String> json = service.local("/metrics");
            assertThat(said(json, "/service")).isEqualTo("shopping-optimizer");
            HttpResponse<String> prometheus = service.local("/metrics/prometheus");
            assertThat(header(prometheus, "Content-Type")).startsWith("text/plain");
            assertThat(prometheus.body())
                    .containsPattern("http_server_requests_seconds_count\\{.*uri=\"/api/v1/offers\"")
                    .contains("breakwater_upstream_calls_seconds_count")
                    .contains("jvm_memory_used_bytes");
            assertThat(service.local("/metrics/summary").body()).startsWith("shopping-optimizer, up ");
        }

        @Test
        void areForOperatorsOnly() {
            for (String path : List.of("/metrics", "/metrics/prometheus", "/metrics/summary")) {
                HttpResponse<String> other = service.get(path);
                assertThat(other.statusCode()).isEqualTo(404);
                assertThat(other.body())
                        .isEqualTo(service.get("/api/v1/nothing").body());
            }
        }

        @Test
        void whereThePrometheusOfTheGuideLooksForThem() throws Exception {
            JsonNode job = Documents.yaml("deploy/prometheus.yml").get(0).at("/scrape_configs/0");
            assertThat(job.path("job_name").asString()).isEqualTo("shopping-optimizer");
            assertThat(service.local(job.path("metrics_path").asString()).statusCode())
                    .isEqualTo(200);
            assertThat(job.path("scrape_interval").asString()).isEqualTo("15s");
            assertThat(job.at("/static_configs/0/targets/0").asString())
                    .endsWith(":" + Settings.of(Map.of()).port());
        }
    }

    @Nested
    class Logs {
        @Test
        void oneLineOfJsonSaysWhoAskedForWhatAndWhatBecameOfIt() {
            String client = RunningOptimizer.client();
            HttpResponse<String> answer =
                    service.send("GET", OFFERS + RunningOptimizer.zip(), "", "X-Forwarded-For", client);
            JsonNode event = Json.read(service.eventOf(answer).getBytes(StandardCharsets.UTF_8));
            assertThat(event.path("client.address").asString()).isEqualTo(client);
            assertThat(event.path("url.path").asString()).isEqualTo("/api/v1/offers");
            assertThat(event.path("http.response.status_code").asInt()).isEqualTo(200);
            assertThat(event.path("breakwater.upstream.salling.attempts").asInt())
                    .isEqualTo(1);
        }

        @Test
        void whatAMealCostIsInItsEventThoughTheModelIsAskedOnAnotherThread() {
            String zip = RunningOptimizer.zip();
            try (RunningOptimizer alone = RunningOptimizer.start()) {
                HttpResponse<String> meal = alone.post(MEALS, "{\"zip\":\"" + zip + "\"}");
                assertThat(alone.eventOf(meal))
                        .contains("\"breakwater.upstream.salling.calls\":1")
                        .contains("\"breakwater.upstream.gemini.calls\":1")
                        .contains("\"gen_ai.usage.input_tokens\":180");
            }
        }
    }
}
