/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.Decision;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.price.Pricing;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamException;
import dev.breakwater.upstream.UpstreamHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The meter as a stage of an upstream, over a real connection. */
class LlmUpstreamTest {
    private final List<Decision> heard = Collections.synchronizedList(new ArrayList<>());
    private final LlmMeter meter = new LlmMeter(
            PriceBook::bundled,
            (decision, exchange) -> heard.add(decision),
            new ManualTime().advance(Duration.ofDays(320)));
    private final AtomicInteger asked = new AtomicInteger();
    private final Upstream upstream = Upstream.named("model")
            .attempts(2)
            .backoff(Duration.ofMillis(1))
            .maxBackoff(Duration.ofMillis(1))
            .cacheTtl(Duration.ofMinutes(1))
            .build();
    private HttpServer server;
    private UpstreamHttp http;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/stream", this::stream);
        server.createContext("/flaky", this::flaky);
        server.createContext("/refused", exchange -> answer(exchange, 429, new byte[0]));
        server.createContext("/cut", this::cut);
        server.start();
        http = UpstreamHttp.of(upstream, HttpClient.newHttpClient())
                .meter(meter.http(LlmApi.ANTHROPIC_MESSAGES, "claude-sonnet-5.5"));
    }

    @AfterEach
    void stop() {
        upstream.close();
        server.stop(0);
    }

    private static byte[] body() throws IOException {
        try (var in = LlmUpstreamTest.class.getResourceAsStream("answers/anthropic.sse")) {
            return in.readAllBytes();
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(body());
        }
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        answer(exchange, 200, packed.toByteArray());
    }

    private void flaky(HttpExchange exchange) throws IOException {
        boolean first = asked.getAndIncrement() == 0;
        answer(exchange, first ? 529 : 200, body());
    }

    private void cut(HttpExchange exchange) throws IOException {
        byte[] body = body();
        exchange.sendResponseHeaders(200, body.length);
        // All but the end, which has the output's count.
        exchange.getResponseBody().write(body, 0, new String(body, UTF_8).indexOf("event: message_delta"));
        exchange.getResponseBody().flush();
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.getAddress().getPort() + path))
                .build();
    }

    private List<Decision> heard(int calls) {
        Awaitility.await().until(() -> heard.size() >= calls);
        assertThat(heard).hasSize(calls);
        return heard;
    }

    @Test
    void aCompressedStreamIsMeasuredWhileItPassesAndOnceForAllWhoShareIt() {
        for (int i = 0; i < 3; i++) {
            HttpResponse<byte[]> answer = http.call(request("/stream"), BodyHandlers.ofByteArray())
                    .cachedBy("question")
                    .get();
            assertThat(answer.body()).startsWith(0x1f, 0x8b);
        }
        assertThat(((CallCost) heard(1).get(0)).nanoUsd()).isEqualTo(8_477_000);
    }

    @Test
    void eachAttemptIsALineOfItsOwn() {
        http.call(request("/flaky"), BodyHandlers.ofString()).get();
        assertThat(heard(2))
                .extracting(call -> ((CallCost) call).pricing())
                .containsExactly(Pricing.NO_ANSWER, Pricing.PRICED);
    }

    @Test
    void refusedAttemptsAreNone() {
        assertThatThrownBy(() ->
                        http.call(request("/refused"), BodyHandlers.ofString()).get())
                .isInstanceOf(UpstreamException.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void attemptsThatReachNobodyAreNone() {
        server.stop(0);
        assertThatThrownBy(() ->
                        http.call(request("/stream"), BodyHandlers.ofString()).get())
                .isInstanceOf(UpstreamException.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void aStreamThatIsCutIsEstimated() {
        assertThatThrownBy(() ->
                        http.call(request("/cut"), BodyHandlers.ofString()).get())
                .isInstanceOf(UpstreamException.class);
        CallCost cut = (CallCost) heard(1).get(0);
        assertThat(cut.isEstimated()).isTrue();
        assertThat(cut.usage().totalInput()).isEqualTo(1494);
        assertThat(cut.usage().totalOutput()).isGreaterThan(10);
    }

    @Test
    void answersHeldInFullAreMeasuredToo() throws IOException {
        byte[] body = body();
        upstream.call(() -> body)
                .meter(meter.meter(LlmApi.ANTHROPIC_MESSAGES, "claude-sonnet-5.5", held -> held))
                .get();
        assertThat(((CallCost) heard(1).get(0)).nanoUsd()).isEqualTo(8_477_000);
    }
}
