/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.Decision;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.cost.CallCost;
import dev.breakwater.examples.decision.Answer.Source;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.upstream.UpstreamResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GeminiClientTest {
    private static final Message QUESTION = new Message("How do I export a report?", Plan.PRO);

    private final JsonMapper json = JsonMapper.builder().build();
    private final List<Decision> heard = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> path = new AtomicReference<>();
    private final AtomicReference<String> key = new AtomicReference<>();
    private final AtomicReference<JsonNode> body = new AtomicReference<>();
    private volatile int status = 200;
    private volatile String reply = "";
    private HttpServer server;
    private BreakwaterRuntime runtime;
    private GeminiClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            path.set(call.getRequestMethod() + " " + call.getRequestURI());
            key.set(call.getRequestHeaders().getFirst("x-goog-api-key"));
            body.set(json.readTree(call.getRequestBody().readAllBytes()));
            byte[] answer = reply.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        server.start();
        runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("test", Map.of("upstreams.gemini.timeout", "20s"))))
                .observers(List.of((decision, exchange) -> heard.add(decision)))
                .start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        client = new GeminiClient(
                new GeminiSettings(endpoint, "k3y", "gemini-2.5-flash", 123, 0.7),
                new GeminiFormat(json),
                runtime,
                runtime.llmMeter());
    }

    @AfterEach
    void stop() {
        client.close();
        runtime.close();
        server.stop(0);
    }

    @Test
    void asksInGeminisWireFormat() {
        client.ask(QUESTION).join();
        assertThat(path).hasValue("POST /v1beta/models/gemini-2.5-flash:generateContent");
        assertThat(key).hasValue("k3y");
        assertThat(body.get().at("/contents/0/parts/0/text").asString()).endsWith(QUESTION.text());
        JsonNode generation = body.get().at("/generationConfig");
        assertThat(generation.at("/responseMimeType").asString()).isEqualTo("application/json");
        assertThat(generation.at("/responseSchema/required").size()).isEqualTo(3);
        assertThat(generation.at("/maxOutputTokens").asInt()).isEqualTo(123);
        assertThat(generation.at("/temperature").asDouble()).isEqualTo(0.7);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 400, 403, 404, 408, 429, 500, 503})
    void takesNoOtherStatusThan200ForAnAnswer(int other) {
        status = other;
        assertThat(client.ask(QUESTION).join().source()).isEqualTo(Source.FALLBACK);
        assertThat(heard)
                .filteredOn(UpstreamResult.class::isInstance)
                .singleElement()
                .satisfies(result ->
                        assertThat(((UpstreamResult) result).failure()).hasToString("FAILED"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "<html>Bad gateway</html>",
                "{\"candidates\":[]}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hello\"}]}}]}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"{}\"}]}}]}",
            })
    void takesNoGarbageForAnAnswer(String garbage) {
        reply = garbage;
        assertThat(client.ask(QUESTION).join().source()).isEqualTo(Source.FALLBACK);
    }

    @ParameterizedTest
    @CsvSource({"fire, 0.5, low", "reply, 1.1, low", "reply, -1, low", "reply, null, low", "reply, 0.5, huge"})
    void takesNoOpinionOutOfBounds(String action, String confidence, String risk) {
        reply = opinion(action, confidence, risk);
        assertThat(client.ask(QUESTION).join().source()).isEqualTo(Source.FALLBACK);
    }

    @Test
    void takesAnOpinionAndMetersIt() {
        reply = opinion("retain", "0.7", "high");
        Answer answer = client.ask(QUESTION).join();
        assertThat(answer.source()).isEqualTo(Source.LLM);
        assertThat(answer.action()).isEqualTo(Action.RETAIN);
        assertThat(answer.confidence()).isEqualTo(0.7);
        assertThat(answer.churnRisk()).isEqualTo(ChurnRisk.HIGH);
        assertThat(heard)
                .filteredOn(CallCost.class::isInstance)
                .singleElement()
                .satisfies(cost -> assertThat(((CallCost) cost).isPriced()).isTrue());
    }

    private static String opinion(String action, String confidence, String risk) {
        return answer("{\\\"action\\\":\\\"" + action + "\\\",\\\"confidence\\\":" + confidence
                + ",\\\"churnRisk\\\":\\\"" + risk + "\\\"}");
    }

    private static String answer(String text) {
        return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text + "\"}]}}],\"usageMetadata\":"
                + "{\"promptTokenCount\":200,\"candidatesTokenCount\":150,\"totalTokenCount\":350}}";
    }

    @Test
    void whoHasAKeyMaySayWhereTheApiIs() {
        assertThat(settings(Map.of("GOOGLE_API_KEY", "k3y")).endpoint()).isEqualTo(GeminiSettings.GOOGLE);
        assertThat(settings(Map.of("GOOGLE_API_KEY", "k3y", "GOOGLE_URL", "http://127.0.0.1:7"))
                        .endpoint())
                .isEqualTo(URI.create("http://127.0.0.1:7"));
    }

    private static GeminiSettings settings(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("variables", variables));
        return new DecisionConfiguration()
                .geminiSettings(environment, new DefaultListableBeanFactory().getBeanProvider(GeminiStandIn.class));
    }

    @Test
    void settingsNeverShowTheKey() {
        assertThat(new GeminiSettings(GeminiSettings.GOOGLE, "k3y", "m", 1, 0))
                .asString()
                .doesNotContain("k3y");
    }

    @ParameterizedTest
    @CsvSource({
        "../x, 1, 1, GEMINI_MODEL",
        "'', 1, 1, GEMINI_MODEL",
        "m, 0, 1, GEMINI_MAX_TOKENS",
        "m, 1, 2.1, GEMINI_TEMPERATURE",
        "m, 1, NaN, GEMINI_TEMPERATURE"
    })
    void settingsThatMakeNoSenseAreNamed(String model, int maxTokens, double temperature, String variable) {
        assertThatThrownBy(() -> new GeminiSettings(GeminiSettings.GOOGLE, "k", model, maxTokens, temperature))
                .hasMessageStartingWith(variable);
    }
}
