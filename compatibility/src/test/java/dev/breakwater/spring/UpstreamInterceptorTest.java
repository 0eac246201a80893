/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamException;
import dev.breakwater.upstream.UpstreamException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** Spring's clients through an upstream, against a real server. */
class UpstreamInterceptorTest {
    private static HttpServer server;
    private static ExecutorService threads;

    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<HttpExchange> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private Upstream upstream;

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @BeforeEach
    void listen() {
        server.createContext("/prices", this::answer);
        upstream = Upstream.named("price-api")
                .timeout(Duration.ofSeconds(5))
                .attempts(3)
                .backoff(Duration.ofMillis(1))
                .maxConcurrent(2)
                .deadlineHeader("X-Deadline-Ms")
                .build();
    }

    @AfterEach
    void hush() {
        released.countDown();
        upstream.close();
        server.removeContext("/prices");
    }

    private void answer(HttpExchange exchange) throws IOException {
        received.add(exchange);
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        int status = statuses.isEmpty() ? 200 : statuses.remove(0);
        if (status == 0) {
            await(released);
            status = 200;
        }
        byte[] body = ("answer " + received.size()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/prices";
    }

    private RestClient client() {
        return RestClient.builder()
                .requestInterceptor(UpstreamInterceptor.of(upstream))
                .build();
    }

    private String get() {
        return client().get().uri(url()).retrieve().body(String.class);
    }

    private String sent(String header) {
        return received.get(received.size() - 1).getRequestHeaders().getFirst(header);
    }

    @Test
    void anAnswerComesAsItIs() {
        assertThat(get()).isEqualTo("answer 1");
    }

    @Test
    void restTemplateIsServedToo() {
        RestTemplate template = new RestTemplate();
        template.getInterceptors().add(UpstreamInterceptor.of(upstream));
        statuses.addAll(List.of(503, 200));

        assertThat(template.getForObject(url(), String.class)).isEqualTo("answer 2");
    }

    @Test
    void theUpstreamLearnsHowLongItsAnswerIsWaitedFor() {
        get();

        assertThat(Integer.parseInt(sent("X-Deadline-Ms"))).isBetween(1, 5000);
    }

    @Test
    void whatTheRequestSaysOfItselfStands() {
        client().get().uri(url()).header("X-Deadline-Ms", "7").retrieve().body(String.class);

        assertThat(sent("X-Deadline-Ms")).isEqualTo("7");
    }

    @Nested
    class WhenItFails {

        @Test
        void itIsTriedAgain() {
            statuses.addAll(List.of(503, 429, 200));

            assertThat(get()).isEqualTo("answer 3");
        }

        @Test
        void theBodyIsSentAgain() {
            statuses.addAll(List.of(503, 200));

            client().put().uri(url()).body("price: 5").retrieve().toBodilessEntity();

            assertThat(bodies).containsExactly("price: 5", "price: 5");
        }

        @Test
        void whatMayHaveHappenedIsNotDoneAgain() {
            statuses.addAll(List.of(503, 200));

            assertThatExceptionOfType(HttpServerErrorException.class)
                    .isThrownBy(() -> client().post().uri(url()).body("buy").retrieve().toBodilessEntity());
            assertThat(received).hasSize(1);
        }

        @Test
        void whatHasAKeyIs() {
            statuses.addAll(List.of(503, 200));

            client().post().uri(url()).header("Idempotency-Key", "a1").body("buy").retrieve().toBodilessEntity();

            assertThat(received).hasSize(2);
        }

        @Test
        void theLastAnswerIsForStatusHandlersToJudge() {
            statuses.addAll(List.of(500, 502, 503));

            assertThatExceptionOfType(HttpServerErrorException.class)
                    .isThrownBy(UpstreamInterceptorTest.this::get)
                    .satisfies(answered -> {
                        assertThat(answered.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
                        assertThat(answered.getResponseBodyAsString()).isEqualTo("answer 3");
                    });
        }

        @Test
        void aMistakeOfOursIsNotRepeated() {
            statuses.addAll(List.of(404, 200));

            assertThatExceptionOfType(HttpClientErrorException.NotFound.class)
                    .isThrownBy(UpstreamInterceptorTest.this::get);
            assertThat(received).hasSize(1);
        }
    }

    @Nested
    class WhenThereIsNoAnswer {

        private void assertRefused(Reason reason) {
            assertThatExceptionOfType(UpstreamException.class)
                    .isThrownBy(UpstreamInterceptorTest.this::get)
                    .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
        }

        @Test
        void theKillSwitchSaysSo() {
            upstream.disable();

            assertRefused(Reason.DISABLED);
            assertThat(received).isEmpty();
        }

        @Test
        void restTemplateDoesNotWrapIt() {
            upstream.disable();
            RestTemplate template = new RestTemplate();
            template.getInterceptors().add(UpstreamInterceptor.of(upstream));

            assertThatExceptionOfType(UpstreamException.class)
                    .isThrownBy(() -> template.getForObject(url(), String.class));
        }

        @Test
        void theDeadlineHolds() {
            upstream.close();
            upstream = Upstream.named("price-api").timeout(Duration.ofMillis(150)).build();
            statuses.add(0);

            assertRefused(Reason.TIMEOUT);
        }

        @Test
        void nobodyListens() throws IOException {
            int port;
            try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
                port = socket.getLocalPort();
            }

            assertThatExceptionOfType(UpstreamException.class)
                    .isThrownBy(() -> client()
                            .get()
                            .uri("http://127.0.0.1:" + port + "/")
                            .retrieve()
                            .body(String.class))
                    .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.FAILED))
                    .havingRootCause()
                    .isInstanceOf(IOException.class);
        }
    }

    /** A client that counts what it hands out and what is given back. */
    @Nested
    class Connections {
        private final AtomicInteger open = new AtomicInteger();

        private Answered answered(int status, String body) {
            open.incrementAndGet();
            return new Answered(status, body, open);
        }

        private RestClient client(UpstreamInterceptor interceptor, Supplier<ClientHttpResponse> answers) {
            return RestClient.builder()
                    .requestInterceptor(interceptor)
                    .requestFactory((uri, method) -> new MockClientHttpRequest(method, uri) {
                        @Override
                        protected ClientHttpResponse executeInternal() {
                            return answers.get();
                        }
                    })
                    .build();
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 404, 503})
        void areGivenBackWhateverBecomesOfTheAnswer(int status) {
            upstream.close();
            upstream = Upstream.named("price-api").attempts(1).build();
            client(UpstreamInterceptor.of(upstream), () -> answered(status, "read"))
                    .get()
                    .uri(url())
                    .exchange((request, response) -> {
                        assertThat(open).hasValue(0);
                        assertThat(response.getStatusCode().value()).isEqualTo(status);
                        return response.getBody().readAllBytes();
                    });
        }

        @Test
        void ofStreamsAreTheCallersAndOfTheirFailuresAreNot() {
            upstream.close();
            upstream = Upstream.named("price-api").attempts(2).backoff(Duration.ofMillis(1)).build();
            List<Integer> answers = new CopyOnWriteArrayList<>(List.of(503, 200));

            client(UpstreamInterceptor.of(upstream).streaming(), () -> answered(answers.remove(0), "events"))
                    .get()
                    .uri(url())
                    .exchange((request, response) -> {
                        assertThat(open).hasValue(1);
                        return response.getBody().readAllBytes();
                    });
            assertThat(open).hasValue(0);
        }

        @Test
        void ofAnswersThatAreTooLongAreGivenBack() {
            upstream.close();
            upstream = Upstream.named("price-api").attempts(1).build();

            assertThatExceptionOfType(UpstreamException.class)
                    .isThrownBy(() -> client(UpstreamInterceptor.of(upstream).maxBody(4), () -> answered(200, "12345"))
                            .get()
                            .uri(url())
                            .retrieve()
                            .body(String.class))
                    .havingRootCause()
                    .withMessageContainingAll("longer than 4 bytes", "UpstreamInterceptor.streaming()");
            assertThat(open).hasValue(0);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void ofFailuresThatAreTooLongAreGivenBackAndTheirBeginningIsKept(boolean streams) {
            upstream.close();
            upstream = Upstream.named("price-api").attempts(1).build();
            UpstreamInterceptor all = UpstreamInterceptor.of(upstream);
            String body = "x".repeat(300 << 10);

            client(streams ? all.streaming() : all.maxBody(1 << 10), () -> answered(503, body))
                    .get()
                    .uri(url())
                    .exchange((request, response) -> {
                        assertThat(open).hasValue(0);
                        assertThat(response.getBody().readAllBytes()).hasSize(streams ? 256 << 10 : 1 << 10);
                        return response.getStatusCode();
                    });
        }

        @Test
        void thatComeTooLateAreGivenBack() {
            upstream.close();
            upstream = Upstream.named("price-api").timeout(Duration.ofMillis(100)).build();

            assertThatExceptionOfType(UpstreamException.class)
                    .isThrownBy(() -> client(UpstreamInterceptor.of(upstream).streaming(), () -> {
                                await(released);
                                return answered(200, "late");
                            })
                            .get()
                            .uri(url())
                            .retrieve()
                            .body(String.class));
            released.countDown();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> open.get() == 0);
        }
    }

    /** Says when it is closed, the first time. */
    private static final class Answered extends MockClientHttpResponse {
        private final AtomicInteger open;
        private boolean closed;

        Answered(int status, String body, AtomicInteger open) {
            super(body.getBytes(StandardCharsets.UTF_8), HttpStatus.valueOf(status));
            this.open = open;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
            super.close();
        }
    }
}
