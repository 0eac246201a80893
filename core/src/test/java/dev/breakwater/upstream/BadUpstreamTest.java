/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.upstream.UpstreamException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A language model at its worst, over real sockets: the rules answer in time, and nothing is left behind. */
class BadUpstreamTest {
    private static final Duration TIMEOUT = Duration.ofMillis(400);
    private static final int CALLS = 4;

    private final List<UpstreamResult> results = new CopyOnWriteArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Upstream upstream = Upstream.named("llm")
            .timeout(TIMEOUT)
            .maxConcurrent(2)
            .breakerFailureRate(1)
            .observer((decision, exchange) -> {
                if (decision instanceof UpstreamResult result) {
                    results.add(result);
                }
            })
            .build();

    @AfterEach
    void close() {
        upstream.close();
    }

    private Call<Integer> overHttp(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return UpstreamHttp.of(upstream, client)
                .call(request, BodyHandlers.ofString())
                .map(answer -> Integer.valueOf(answer.body()));
    }

    private Call<Integer> overAnyClient(URI uri) {
        return upstream.call(() -> {
            try (InputStream in = uri.toURL().openStream()) {
                return Integer.valueOf(new String(in.readAllBytes(), US_ASCII));
            }
        });
    }

    private void assertRulesAnswer(Call<Integer> call, Reason reason, Class<?> cause) {
        results.clear();
        for (int i = 0; i < CALLS; i++) {
            long start = System.nanoTime();
            assertThat(call.fallback(failure -> -1).get()).isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(3));
            await().until(this::aPermitIsFree);
        }
        results.removeIf(result -> result.failure() == null || result.failure() == Reason.FULL);
        assertThat(results).hasSize(CALLS).allSatisfy(result -> {
            assertThat(result.fallback()).isTrue();
            assertThat(result.failure()).isEqualTo(reason);
            assertThat(result.cause()).isEqualTo(cause == null ? null : cause.getSimpleName());
        });
    }

    private boolean aPermitIsFree() {
        return upstream.call(() -> true).fallback(failure -> false).get();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("breakwater-upstream-llm"))
                .count();
    }

    private void assertNothingIsLeft(StandIn server) {
        await().until(() -> server.openConnections() == 0);
        upstream.close();
        await().until(() -> threads() == 0);
    }

    @Test
    void thatHangsIsLeftAtTheDeadline() throws Exception {
        try (StandIn server = StandIn.that((it, out) -> it.over.await())) {
            assertRulesAnswer(overHttp(server.uri()), Reason.TIMEOUT, null);
            assertThat(server.requests).hasSize(CALLS);
        }
    }

    @Test
    void thatHangsInTheMiddleOfItsAnswerIsLeftAtTheDeadline() throws Exception {
        try (StandIn server = StandIn.that((it, out) -> {
            StandIn.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12");
            it.over.await();
        })) {
            assertRulesAnswer(overHttp(server.uri()), Reason.TIMEOUT, null);
        }
    }

    @Test
    void thatTricklesIsLeftAtTheDeadline() throws Exception {
        try (StandIn server = StandIn.that((it, out) -> {
            StandIn.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (!it.over.await(20, TimeUnit.MILLISECONDS)) {
                StandIn.chunk(out, "1");
            }
        })) {
            assertRulesAnswer(overHttp(server.uri()), Reason.TIMEOUT, null);
            assertNothingIsLeft(server);
        }
    }

    @Test
    void thatHangsHoldsNoMoreThreadsThanMayRun() throws Exception {
        try (StandIn server = StandIn.that((it, out) -> it.over.await())) {
            Call<Integer> call = overAnyClient(server.uri()).fallback(failure -> -1);
            for (int i = 0; i < 10; i++) {
                assertThat(call.get()).isEqualTo(-1);
            }
            assertThat(results).extracting(UpstreamResult::failure).containsOnly(Reason.TIMEOUT, Reason.FULL);
            assertThat(server.requests).hasSize(2);
            assertThat(threads())
                    .as("two that hang, the timer, one that handed over")
                    .isLessThanOrEqualTo(5);
        }
        await().until(this::aPermitIsFree);
        upstream.close();
        await().until(() -> threads() == 0);
    }

    @Test
    void thatRefusesConnectionsFailsAtOnce() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }
        assertRulesAnswer(overHttp(nobody), Reason.FAILED, ConnectException.class);
        assertRulesAnswer(overAnyClient(nobody), Reason.FAILED, ConnectException.class);
    }

    @Test
    void thatHangsUpFails() throws Exception {
        try (StandIn server = StandIn.that((it, out) -> {
            throw new IOException("hung up");
        })) {
            assertRulesAnswer(overHttp(server.uri()), Reason.FAILED, IOException.class);
        }
    }

    @Test
    void thatSpeaksNoHttpFails() throws Exception {
        try (StandIn server = StandIn.that((it, out) -> {
            StandIn.write(out, "\u0000\u0001\u0002 garbage\r\n\r\n");
            throw new IOException("done");
        })) {
            for (int i = 0; i < CALLS; i++) {
                assertThat(overHttp(server.uri()).fallback(failure -> -1).get()).isEqualTo(-1);
            }
            assertThat(results).extracting(UpstreamResult::failure).containsOnly(Reason.FAILED);
        }
    }

    @Test
    void thatAnswersGarbageFails() throws Exception {
        try (StandIn server = StandIn.answering(200, "<html>no number</html>")) {
            assertRulesAnswer(overHttp(server.uri()), Reason.FAILED, NumberFormatException.class);
            assertRulesAnswer(overAnyClient(server.uri()), Reason.FAILED, NumberFormatException.class);
        }
    }

    @Test
    void thatIsOverloadedFails() throws Exception {
        try (StandIn server = StandIn.answering(503, "busy")) {
            assertRulesAnswer(overHttp(server.uri()), Reason.FAILED, HttpStatusException.class);
        }
    }
}
