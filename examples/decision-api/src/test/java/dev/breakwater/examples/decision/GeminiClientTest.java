/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.Decision;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.PriceBook;
import dev.breakwater.examples.decision.Answer.Source;
import dev.breakwater.exchange.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GeminiClientTest {
    private static final Message QUESTION = new Message("How do I export a report?", Plan.PRO);

    private final GeminiStandIn standIn = new GeminiStandIn();
    private final DecisionTally tally = new DecisionTally();
    private final List<Decision> heard = new ArrayList<>();
    private final JsonMapper json = JsonMapper.builder().build();

    @AfterEach
    void stop() {
        standIn.close();
    }

    private GeminiClient client(URI endpoint, Duration timeout) {
        LlmMeter meter = new LlmMeter(
                GeminiClientTest::guidePrices, (decision, exchange) -> heard.add(decision), TimeSource.system());
        return new GeminiClient(new GeminiSettings(endpoint, "k3y", "gemini-1.5-flash", timeout), meter, tally, json);
    }

    private GeminiClient client() {
        return client(standIn.endpoint(), Duration.ofSeconds(10));
    }

    private static PriceBook guidePrices() {
        try (var in = GeminiClientTest.class.getResourceAsStream("/prices.yaml")) {
            return PriceBook.parse("prices.yaml", new String(in.readAllBytes(), UTF_8));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Nested
    class TheStandIn {
        @Test
        void answersTheSameEachTimeForTheGuidesPrice() throws Exception {
            GeminiClient.Opinion opinion = client().ask(QUESTION);
            assertThat(opinion.action()).isEqualTo(Action.REPLY);
            assertThat(opinion.confidence()).isBetween(0.6, 0.96);
            assertThat(client().ask(QUESTION)).isEqualTo(opinion);
            assertThat(tally.sums().nanoUsd()).isEqualTo(2 * 227_500);
            assertThat(tally.sums().unpriced()).isZero();
            assertThat(heard).hasSize(2);
        }

        @ParameterizedTest
        @ValueSource(strings = {GeminiStandIn.FAIL, GeminiStandIn.BABBLE})
        void canFail(String how) {
            assertThatIOException()
                    .isThrownBy(() -> client().ask(new Message("please " + how, Plan.PRO)))
                    .withMessageNotContaining("please");
        }

        @Test
        void billsUselessAnswersAndNotRefusedCalls() {
            DecisionService service = new DecisionService(client(), tally);
            assertThat(service.decide(new Message(GeminiStandIn.BABBLE, Plan.FREE))
                            .source())
                    .isEqualTo(Source.FALLBACK);
            assertThat(tally.sums().calls()).isEqualTo(1);
            assertThat(service.decide(new Message(GeminiStandIn.FAIL, Plan.FREE))
                            .source())
                    .isEqualTo(Source.FALLBACK);
            assertThat(tally.sums().calls()).isEqualTo(1);
            assertThat(tally.sums().fallback()).isEqualTo(2);
        }
    }

    @Nested
    class AServer {
        private final CountDownLatch end = new CountDownLatch(1);

        @Test
        void getsTheRequestInGeminisWireFormat() throws Exception {
            AtomicReference<String> path = new AtomicReference<>();
            AtomicReference<String> key = new AtomicReference<>();
            AtomicReference<JsonNode> body = new AtomicReference<>();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", call -> {
                path.set(call.getRequestMethod() + " " + call.getRequestURI());
                key.set(call.getRequestHeaders().getFirst("x-goog-api-key"));
                body.set(json.readTree(call.getRequestBody()));
                call.sendResponseHeaders(500, -1);
                call.close();
            });
            server.start();
            try {
                URI endpoint =
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort());
                assertThatIOException()
                        .isThrownBy(
                                () -> client(endpoint, Duration.ofSeconds(10)).ask(QUESTION))
                        .withMessage("status 500");
            } finally {
                server.stop(0);
            }
            assertThat(path).hasValue("POST /v1beta/models/gemini-1.5-flash:generateContent");
            assertThat(key).hasValue("k3y");
            assertThat(body.get().at("/contents/0/parts/0/text").asString()).endsWith(QUESTION.text());
            assertThat(body.get().at("/generationConfig/responseMimeType").asString())
                    .isEqualTo("application/json");
            assertThat(body.get()
                            .at("/generationConfig/responseSchema/required")
                            .size())
                    .isEqualTo(2);
        }

        @Test
        void thatHangsIsGivenUpInTime() throws Exception {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", call -> {
                try {
                    end.await();
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
                call.close();
            });
            server.start();
            try {
                URI endpoint =
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort());
                GeminiClient impatient = client(endpoint, Duration.ofMillis(100));
                assertThat(new DecisionService(impatient, tally)
                                .decide(QUESTION)
                                .source())
                        .isEqualTo(Source.FALLBACK);
            } finally {
                end.countDown();
                server.stop(0);
            }
        }

        @Test
        void thatIsNotThereLeadsToTheFallback() throws Exception {
            int free;
            try (ServerSocket socket = new ServerSocket(0)) {
                free = socket.getLocalPort();
            }
            GeminiClient lonely = client(URI.create("http://127.0.0.1:" + free), Duration.ofSeconds(10));
            assertThat(new DecisionService(lonely, tally).decide(QUESTION).source())
                    .isEqualTo(Source.FALLBACK);
        }
    }

    @Test
    void settingsNeverShowTheKey() {
        assertThat(new GeminiSettings(GeminiSettings.GOOGLE, "k3y", "m", Duration.ofSeconds(1)))
                .asString()
                .doesNotContain("k3y");
    }
}
