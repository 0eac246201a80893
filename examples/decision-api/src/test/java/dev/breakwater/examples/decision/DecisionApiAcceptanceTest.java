/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** What the Decision API's deployment guide demands, over real HTTP, with nothing between the service and the socket. */
class DecisionApiAcceptanceTest {
    private static final String ORIGIN = "https://app.example.com";
    private static final String DECIDE = "/api/v1/decide";
    private static final String PING = "/api/v1/ping";

    private final HttpClient http = HttpClient.newHttpClient();
    private ConfigurableApplicationContext service;

    private void start(String... more) {
        List<String> args = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off"));
        args.addAll(List.of(more));
        service = DecisionApiApplication.start(args.toArray(new String[0]));
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        String port = service.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return http.send(request(path, headers).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> decide(String json) throws Exception {
        return http.send(
                request(DECIDE, "Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return String.join(", ", response.headers().allValues(name));
    }

    private static void assertSecured(HttpResponse<?> response) {
        assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(response.headers().allValues("X-Frame-Options")).containsExactly("DENY");
    }

    @Nested
    class Decisions {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        I was charged twice, refund me | pro        | rules    | review_refund
                        Our site is down               | enterprise | rules    | escalate
                        How do I export a report?      | free       | llm      | reply
                        Hm simulate-llm-failure         | enterprise | fallback | escalate
                        """)
        void comeFromRulesFirstThenTheModelAndRulesAgainIfItFails(
                String message, String plan, String source, String action) throws Exception {
            start();
            HttpResponse<String> response = decide("{\"message\":\"" + message + "\",\"plan\":\"" + plan + "\"}");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .contains("\"source\":\"" + source + "\"")
                    .contains("\"action\":\"" + action + "\"")
                    .contains("\"confidence\":0.");
            assertSecured(response);
        }

        @Test
        void areMeteredAtTheGuidesPrice() throws Exception {
            start();
            decide("{\"message\":\"How do I export a report?\",\"plan\":\"free\"}");
            decide("{\"message\":\"refund\",\"plan\":\"free\"}");
            DecisionTally.Sums sums = service.getBean(DecisionTally.class).sums();
            assertThat(sums.all()).isEqualTo(2);
            assertThat(sums.calls()).isEqualTo(1);
            assertThat(sums.nanoUsd()).isEqualTo(227_500);
        }
    }

    @Nested
    class WhatIsNotUrgent {
        @Test
        void isDecidedLaterAndFetched() throws Exception {
            start();
            HttpResponse<String> accepted = later("{\"message\":\"I was charged twice, refund me\"}");
            assertThat(accepted.statusCode()).isEqualTo(202);
            String where = header(accepted, "Location");
            assertThat(where).startsWith("/api/v1/decisions/");
            await().untilAsserted(() -> assertThat(get(where).body())
                    .contains("\"status\":\"decided\"")
                    .contains("\"action\":\"review_refund\""));
            assertSecured(get(where));
        }

        @Test
        void isRefusedLikeAnyOtherIfItMakesNoSense() throws Exception {
            start();
            assertThat(later("{}").statusCode()).isEqualTo(400);
            assertThat(get("/api/v1/decisions/" + UUID.randomUUID()).statusCode())
                    .isEqualTo(404);
            assertThat(get("/api/v1/decisions/1").statusCode()).isEqualTo(400);
        }

        private HttpResponse<String> later(String json) throws Exception {
            return http.send(
                    request(DECIDE + "/later", "Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(json))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Nested
    class Metrics {
        @Test
        void areForOperatorsInThreeForms() throws Exception {
            start();
            decide("{\"message\":\"Our site is down\",\"plan\":\"enterprise\"}");
            assertThat(get("/metrics").body()).startsWith("{").contains("\"p95\"");
            assertThat(header(get("/metrics/prometheus"), "Content-Type")).startsWith("text/plain");
            assertThat(get("/metrics/summary").statusCode()).isEqualTo(200);
            for (String path : List.of("/metrics", "/metrics/prometheus", "/metrics/summary")) {
                HttpResponse<String> refused = get(path, "X-Forwarded-For", "203.0.113.9");
                assertThat(refused.statusCode()).as(path).isEqualTo(404);
            }
        }

        @Test
        void sayWhatIsDecidedAndHowSurely() throws Exception {
            start();
            decide("{\"message\":\"Our site is down\",\"plan\":\"enterprise\"}");
            await().untilAsserted(() -> assertThat(get("/metrics/prometheus").body())
                    .contains("decisions_total{action=\"escalate\",source=\"rules\"} 1.0")
                    .contains("decisions_total{action=\"reply\",source=\"fallback\"} 0.0")
                    .contains("decision_confidence_count{source=\"rules\"} 1")
                    .contains("breakwater_queue_depth{queue=\"decisions\"} 0.0")
                    .contains("breakwater_queue_capacity{queue=\"decisions\"} 2000.0")
                    .containsPattern(
                            "http_server_requests_seconds_count\\{.*status=\"200\",uri=\"/api/v1/decide\"} 1"));
        }
    }

    @Nested
    class RequestsThatMakeNoSense {
        @ParameterizedTest
        @ValueSource(
                strings = {"", "{", "[]", "\"text\"", "{\"message\":}", "{}", "{\"message\":\"x\",\"plan\":\"gold\"}"})
        void areAnsweredClearly(String body) throws Exception {
            start();
            HttpResponse<String> response = decide(body);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(header(response, "Content-Type")).startsWith("application/problem+json");
            assertThat(response.body())
                    .contains("\"detail\"")
                    .doesNotContain("gold")
                    .doesNotContain("Exception");
            assertSecured(response);
        }

        @Test
        void areTooLargeAboveEightThousandCharacters() throws Exception {
            start();
            HttpResponse<String> response = decide("{\"message\":\"" + "x".repeat(8_001) + "\"}");
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(header(response, "Content-Type")).startsWith("application/problem+json");
            assertSecured(response);
        }

        @ParameterizedTest
        @CsvSource({"GET, /api/v1/nothing, 404", "GET, /api/v1/decide, 405", "GET, /health/detailed, 404"})
        void carryTheSecurityAndCorsHeaders(String method, String path, int status) throws Exception {
            start();
            HttpResponse<String> response = get(path, "Origin", ORIGIN, "X-Forwarded-For", "203.0.113.9");
            assertThat(response.statusCode()).isEqualTo(status);
            assertSecured(response);
        }
    }

    @Nested
    class ALimitOfSixtyPerMinute {
        @Test
        void admitsExactlySixtyOfABurstAndRefusesTheRest() throws Exception {
            start();
            List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sent.add(http.sendAsync(request(PING).build(), BodyHandlers.ofString()));
            }
            List<Integer> statuses =
                    sent.stream().map(answer -> answer.join().statusCode()).toList();
            assertThat(statuses).containsOnly(200, 429);
            assertThat(statuses.stream().filter(status -> status == 200).count())
                    .isBetween(60L, 62L);
        }

        @Test
        void isNotEscapedByASpoofedAddress() throws Exception {
            start("--breakwater.rate-limit.policies[0].name=default", "--breakwater.rate-limit.policies[0].limits=2/h");
            get(PING);
            get(PING);
            HttpResponse<String> refused = get(PING, "X-Forwarded-For", "203.0.113.1", "Origin", ORIGIN);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "Content-Type")).startsWith("application/problem+json");
            assertThat(Long.parseLong(header(refused, "Retry-After"))).isBetween(1L, 1800L);
            assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
            assertSecured(refused);
        }

        @Test
        void neverCountsProbesAndPreflights() throws Exception {
            start("--breakwater.rate-limit.policies[0].name=default", "--breakwater.rate-limit.policies[0].limits=1/h");
            get(PING);
            assertThat(get(PING).statusCode()).isEqualTo(429);
            for (String probe : List.of("/livez", "/readyz", "/health")) {
                assertThat(get(probe).statusCode()).as(probe).isEqualTo(200);
            }
            assertThat(preflight(ORIGIN).statusCode()).isIn(200, 204);
        }
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        return http.send(
                request(DECIDE, "Origin", origin, "Access-Control-Request-Method", "POST")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    @Nested
    class Browsers {
        @Test
        void mayCallFromTheKnownOriginOnly() throws Exception {
            start();
            assertThat(preflight(ORIGIN).headers().allValues("Access-Control-Allow-Origin"))
                    .containsExactly(ORIGIN);
            assertThat(preflight("https://evil.example.net").headers().allValues("Access-Control-Allow-Origin"))
                    .isEmpty();
            HttpResponse<String> pong = get(PING, "Origin", ORIGIN);
            assertThat(pong.headers().allValues("Access-Control-Allow-Origin")).containsExactly(ORIGIN);
            assertThat(header(pong, "Vary")).contains("Origin");
        }
    }
}
