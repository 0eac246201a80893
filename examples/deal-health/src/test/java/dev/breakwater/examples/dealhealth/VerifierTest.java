/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the key of a provider, tips are read by its model, in its own format, over real HTTP. */
class VerifierTest {
    private static final String KEY = "the-key-of-a-provider";

    private final ObjectMapper json = TestJson.mapper();
    private final AtomicReference<String> path = new AtomicReference<>();
    private final AtomicReference<String> key = new AtomicReference<>();
    private final AtomicReference<JsonNode> question = new AtomicReference<>();
    private volatile String reply = "";
    private HttpServer provider;

    @BeforeEach
    void start() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", call -> {
            path.set(call.getRequestURI().getPath());
            String bearer = call.getRequestHeaders().getFirst("Authorization");
            key.set(bearer == null ? call.getRequestHeaders().getFirst("x-api-key") : bearer);
            question.set(json.readTree(call.getRequestBody().readAllBytes()));
            byte[] answer = reply.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(200, answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        provider.start();
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    private RunningService service(String name, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put(name + "_API_KEY", KEY);
        all.put(name + "_URL", "http://127.0.0.1:" + provider.getAddress().getPort());
        return new RunningService(all, "--deal-health.store=memory", "--breakwater.rate-limit.store=memory");
    }

    private static void awaitScore(RunningService service, double score) throws Exception {
        String tip = "{\"dealId\":\"tip\",\"kind\":\"community_tip\",\"text\":\"only for new customers\"}";
        assertThat(service.post("/api/v1/events", tip).statusCode()).isEqualTo(202);
        await().untilAsserted(() -> {
            // Each time somebody else, or the limit would answer.
            HttpResponse<String> health =
                    service.get("/api/v1/deals/tip/health", service.as("reader-" + System.nanoTime()));
            assertThat(RunningService.number(health, "score")).isCloseTo(score, within(1e-3));
        });
    }

    @ParameterizedTest
    @CsvSource({"'', gpt-4", "gpt-4o-mini, gpt-4o-mini"})
    void asksOpenAiWithItsKeyForTheModelThatIsNamed(String named, String asked) throws Exception {
        reply = "{\"choices\":[{\"message\":{\"content\":\"{\\\"works\\\":0.25}\"}}],"
                + "\"usage\":{\"prompt_tokens\":90,\"completion_tokens\":7}}";
        try (RunningService service = service("OPENAI", named.isEmpty() ? Map.of() : Map.of("OPENAI_MODEL", named))) {
            awaitScore(service, 0.25);
        }
        assertThat(path).hasValue("/v1/chat/completions");
        assertThat(key).hasValue("Bearer " + KEY);
        assertThat(question.get().path("model").asText()).isEqualTo(asked);
        assertThat(question.get().at("/messages/1/content").asText()).isEqualTo("only for new customers");
    }

    @Test
    void asksAnthropicWithItsKeyForTheModelOfTheGuideAndMeters() throws Exception {
        reply = "{\"content\":[{\"type\":\"text\",\"text\":\"{\\\"works\\\":0.75}\"}],"
                + "\"usage\":{\"input_tokens\":90,\"output_tokens\":7}}";
        try (RunningService service = service("ANTHROPIC", Map.of())) {
            awaitScore(service, 0.75);
            assertThat(service.ops("/metrics").body())
                    .containsPattern("breakwater_llm_tokens_total\\{.*type=\"input\"} 90")
                    .containsPattern("breakwater_upstream_calls_seconds_count\\{.*upstream=\"verifier\"} 1")
                    .doesNotContain(KEY);
        }
        assertThat(path).hasValue("/v1/messages");
        assertThat(key).hasValue(KEY);
        assertThat(question.get().path("model").asText()).isEqualTo("claude-3-sonnet-20240229");
        assertThat(question.get().at("/messages/0/content").asText()).isEqualTo("only for new customers");
    }
}
