/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IdempotencyTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private final Upstream upstream = Upstream.named("gemini")
            .attempts(3)
            .withoutRetryBudget()
            .backoff(Duration.ofMillis(1))
            .build();
    private final UpstreamHttp http = UpstreamHttp.of(upstream, CLIENT);

    @AfterEach
    void close() {
        upstream.close();
    }

    private static HttpRequest request(String method, URI uri, String header) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
        if (header != null) {
            request.header(header, "7f3a");
        }
        return request.build();
    }

    @Nested
    class OverHttp {
        @ParameterizedTest(name = "{0} with {1} answered {2}: {3}")
        @CsvSource(delimiter = '|', textBlock = """
                        GET     |                 | 503 | 3
                        HEAD    |                 | 503 | 3
                        OPTIONS |                 | 503 | 3
                        TRACE   |                 | 503 | 3
                        PUT     |                 | 503 | 3
                        DELETE  |                 | 500 | 3
                        POST    |                 | 503 | 1
                        POST    |                 | 500 | 1
                        PATCH   |                 | 503 | 1
                        REPORT  |                 | 503 | 1
                        POST    | Idempotency-Key | 503 | 3
                        PATCH   | idempotency-key | 500 | 3
                        POST    | X-Other-Key     | 503 | 1
                        POST    |                 | 429 | 3
                        POST    |                 | 408 | 1
                        GET     |                 | 404 | 1
                        """)
        void theMethodSaysWhetherItIsTriedAgain(String method, String header, int status, int attempts)
                throws IOException {
            try (StandIn server = StandIn.answering(status, "")) {
                CompletableFuture<?> started = http.call(
                                request(method, server.uri(), header), BodyHandlers.discarding())
                        .<Object>map(answer -> answer)
                        .fallback(failure -> failure)
                        .start();
                assertThat(started.join()).isInstanceOf(UpstreamException.class);
                assertThat(server.requests).hasSize(attempts);
            }
        }

        @Test
        void theCallCanSayOtherwise() throws IOException {
            try (StandIn server = StandIn.answering(503, "")) {
                ask(http.call(request("POST", server.uri(), null), BodyHandlers.discarding())
                        .idempotent(true));
                assertThat(server.requests).hasSize(3);
                ask(http.call(request("GET", server.uri(), null), BodyHandlers.discarding())
                        .idempotent(false));
                assertThat(server.requests).hasSize(4);
            }
        }

        @Test
        void whatNeverReachedItIsTriedAgainWhateverTheMethod() throws IOException {
            URI nobody;
            try (ServerSocket server = new ServerSocket(0)) {
                nobody = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            }
            AtomicInteger attempts = new AtomicInteger();
            Upstream counted = Upstream.named("nobody")
                    .attempts(3)
                    .backoff(Duration.ofMillis(1))
                    .observer((decision, exchange) -> {
                        if (decision instanceof UpstreamResult result) {
                            attempts.set(result.attempts());
                        }
                    })
                    .build();
            ask(UpstreamHttp.of(counted, CLIENT).call(request("POST", nobody, null), BodyHandlers.discarding()));
            assertThat(attempts).hasValue(3);
            counted.close();
        }

        private void ask(Call<?> call) {
            assertThat(catchThrowableOfType(UpstreamException.class, call::get)).isNotNull();
        }
    }

    @Nested
    class OfCode {
        private final Rig rig = new Rig(
                builder -> builder.attempts(3).backoff(Duration.ofMillis(1)).withoutRetryBudget());

        private int attempts(Call<String> call, Throwable failure) {
            CompletableFuture<String> started = call.start();
            for (int i = 0; i < 3 && !started.isDone(); i++) {
                rig.calls.get(rig.calls.size() - 1).completeExceptionally(failure);
                rig.advance(Duration.ofMillis(5));
            }
            assertThat(started).isCompletedExceptionally();
            return rig.results().get(rig.results().size() - 1).attempts();
        }

        @Test
        void isTakenForRepeatableSinceAttemptsSaysSo() {
            assertThat(attempts(rig.call(), new IOException())).isEqualTo(3);
        }

        static Stream<Arguments> failures() {
            return Stream.of(
                    Arguments.of(new ConnectException(), 3),
                    Arguments.of(new HttpConnectTimeoutException("connect"), 3),
                    Arguments.of(new UnknownHostException(), 3),
                    Arguments.of(new NoRouteToHostException(), 3),
                    Arguments.of(new UnresolvedAddressException(), 3),
                    Arguments.of(new IllegalStateException(new IOException(new ConnectException())), 3),
                    Arguments.of(new HttpTimeoutException("response"), 1),
                    Arguments.of(new SocketException("reset"), 1),
                    Arguments.of(new IllegalStateException(), 1));
        }

        @ParameterizedTest
        @MethodSource("failures")
        void thatIsNotIsTriedAgainOnlyIfNothingReachedTheUpstream(Throwable failure, int attempts) {
            assertThat(attempts(rig.call().idempotent(false), failure)).isEqualTo(attempts);
        }

        @Test
        void keepsWhatWasSaidThroughAllSteps() {
            Call<String> call = rig.call()
                    .idempotent(false)
                    .map(answer -> answer)
                    .meter((answer, failure) -> {})
                    .cachedBy("key");
            assertThat(attempts(call, new IOException())).isEqualTo(1);
        }
    }
}
