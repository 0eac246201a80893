/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's client against a real server. */
class UpstreamHttpTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Upstream upstream = Upstream.named("llm")
            .attempts(2)
            .backoff(Duration.ofMillis(1))
            .timeout(Duration.ofSeconds(5))
            .build();
    private final UpstreamHttp http = UpstreamHttp.of(upstream, client);

    @AfterEach
    void close() {
        CurrentExchange.close(null);
        upstream.close();
    }

    private static HttpRequest request(StandIn server) {
        return HttpRequest.newBuilder(server.uri()).build();
    }

    @Nested
    class Headers {
        private void exchange(String traceParent) {
            exchange(traceParent, null);
        }

        private void exchange(String traceParent, String traceState) {
            Exchange exchange = TestExchange.get("/decide");
            new Correlation("req-1", traceParent, traceState).openFor(exchange);
            CurrentExchange.open(exchange);
        }

        private StandIn sent(HttpRequest.Builder request) throws IOException {
            StandIn server = StandIn.answering(200, "fine");
            http.call(request.uri(server.uri()).build(), BodyHandlers.ofString())
                    .get();
            server.close();
            return server;
        }

        @Test
        void tieTheCallToItsRequest() throws Exception {
            exchange(TRACE, "vendor=1");
            StandIn server = sent(HttpRequest.newBuilder());
            assertThat(server.header("traceparent")).isEqualTo(TRACE);
            assertThat(server.header("tracestate")).isEqualTo("vendor=1");
            assertThat(server.header("X-Request-Id")).isEqualTo("req-1");
        }

        @Test
        void areThereOnEveryAttempt() throws Exception {
            exchange(TRACE);
            StandIn server = StandIn.answering(500, "");
            http.call(request(server), BodyHandlers.ofString())
                    .fallback(failure -> null)
                    .get();
            server.close();
            assertThat(server.requests)
                    .hasSize(2)
                    .allSatisfy(head -> assertThat(head).contains("traceparent: " + TRACE, "X-Request-Id: req-1"));
        }

        @Test
        void leaveTheRequestsOwnAlone() throws Exception {
            exchange(TRACE, "vendor=1");
            String own = TRACE.replace('0', '1');
            StandIn server =
                    sent(HttpRequest.newBuilder().header("TraceParent", own).header("x-request-id", "mine"));
            assertThat(server.header("traceparent")).isEqualTo(own);
            assertThat(server.header("X-Request-Id")).isEqualTo("mine");
            assertThat(server.header("tracestate"))
                    .as("belongs to the other parent")
                    .isNull();
        }

        @Test
        void areMissingWhereTheRequestHasNone() throws Exception {
            exchange(null, "vendor=1");
            StandIn server = sent(HttpRequest.newBuilder());
            assertThat(server.header("traceparent")).isNull();
            assertThat(server.header("tracestate")).isNull();
            assertThat(server.header("X-Request-Id")).isEqualTo("req-1");
        }

        @Test
        void areMissingOutsideARequest() throws Exception {
            StandIn server = sent(HttpRequest.newBuilder());
            assertThat(server.header("traceparent")).isNull();
            assertThat(server.header("X-Request-Id")).isNull();
        }

        @Test
        void doNotChangeMethodBodyOrTimeout() throws Exception {
            exchange(TRACE);
            StandIn server = sent(HttpRequest.newBuilder()
                    .timeout(Duration.ofSeconds(3))
                    .header("X-Own", "1")
                    .method("POST", HttpRequest.BodyPublishers.noBody()));
            assertThat(server.requests.get(0)).contains("POST /generate HTTP/1.1", "X-Own: 1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503, 599})
    void takesTheseStatusesForFailures(int status) throws Exception {
        try (StandIn server = StandIn.answering(status, "why")) {
            UpstreamException failure = catchThrowableOfType(
                    UpstreamException.class,
                    () -> http.call(request(server), BodyHandlers.ofString()).get());
            HttpStatusException cause = (HttpStatusException) failure.getCause();
            assertThat(cause.status()).isEqualTo(status);
            assertThat(cause.response().body()).isEqualTo("why");
            assertThat(server.requests).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 304})
    void handsTheseStatusesOver(int status) throws Exception {
        try (StandIn server = StandIn.answering(status, "")) {
            assertThat(http.call(request(server), BodyHandlers.ofString()).get().statusCode())
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 409, 422})
    void takesTheseForFaultsOfTheRequestWhichNoAttemptMendsAndNoCacheKeeps(int status) throws Exception {
        try (StandIn server = StandIn.answering(status, "what is wrong")) {
            for (int i = 0; i < 20; i++) {
                UpstreamException failure = catchThrowableOfType(
                        UpstreamException.class,
                        () -> http.call(request(server), BodyHandlers.ofString())
                                .cachedBy("key")
                                .get());
                assertThat(failure.reason()).isEqualTo(UpstreamException.Reason.FAILED);
                assertThat(((HttpStatusException) failure.getCause()).status()).isEqualTo(status);
            }
            assertThat(server.requests)
                    .as("one attempt each, and no breaker opens")
                    .hasSize(20);
        }
    }

    @Test
    void takesForAnswersWhatItIsTold() throws Exception {
        try (StandIn server = StandIn.answering(404, "no such price")) {
            assertThat(http.accept(status -> status == 200 || status == 404)
                            .call(request(server), BodyHandlers.ofString())
                            .get()
                            .body())
                    .isEqualTo("no such price");
        }
    }

    @Test
    void closesTheStreamOfAFailedAnswer() throws Exception {
        List<InputStream> streams = new CopyOnWriteArrayList<>();
        try (StandIn server = StandIn.that((it, out) -> {
            StandIn.write(out, "HTTP/1.1 503 x\r\nContent-Length: 100\r\n\r\nbusy");
            it.over.await();
        })) {
            http.call(request(server), BodyHandlers.ofInputStream())
                    .fallback(failure -> {
                        streams.add((InputStream) ((HttpStatusException) failure.getCause())
                                .response()
                                .body());
                        return null;
                    })
                    .get();
            assertThat(catchThrowableOfType(
                            IOException.class, () -> streams.get(0).read()))
                    .hasMessage("closed");
        }
    }

    @Nested
    class AMeter {
        private final Exchange exchange = TestExchange.get("/decide");
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final UpstreamHttp metered = http.meter((request, call, attempt) -> {
            note("begin " + request.method());
            return CompletableFuture.completedFuture(new HttpMeter.Reading() {
                @Override
                public void answered(HttpResponse.ResponseInfo answer) {
                    note("answered " + answer.statusCode());
                }

                @Override
                public void body(ByteBuffer part) {
                    assertThat(part.isReadOnly()).isTrue();
                    byte[] bytes = new byte[part.remaining()];
                    part.get(bytes);
                    note("body " + new String(bytes, US_ASCII));
                }

                @Override
                public void ended(Throwable failure) {
                    note(
                            failure == null
                                    ? "ended"
                                    : "ended by " + failure.getClass().getSimpleName());
                }
            });
        });

        private void note(String what) {
            heard.add(CurrentExchange.get() == exchange ? what : what + " for nobody");
        }

        private <T> HttpResponse<T> get(StandIn server, BodyHandler<T> handler) {
            CurrentExchange.open(exchange);
            return metered.call(request(server), handler).get();
        }

        @Test
        void readsTheAnswerOnItsWay() throws Exception {
            try (StandIn server = StandIn.answering(200, "hello")) {
                assertThat(get(server, BodyHandlers.ofString()).body()).isEqualTo("hello");
                assertThat(heard).containsExactly("begin GET", "answered 200", "body hello", "ended");
            }
        }

        @Test
        void readsEachAttemptByItself() throws Exception {
            try (StandIn server = StandIn.that((it, out) -> StandIn.write(
                    out,
                    "HTTP/1.1 " + (it.requests.size() == 1 ? 503 : 200) + " x\r\nContent-Length: 1\r\n\r\n"
                            + it.requests.size()))) {
                assertThat(get(server, BodyHandlers.ofString()).body()).isEqualTo("2");
                assertThat(heard)
                        .containsExactly(
                                "begin GET",
                                "answered 503",
                                "body 1",
                                "ended",
                                "begin GET",
                                "answered 200",
                                "body 2",
                                "ended");
            }
        }

        @Test
        void goesOnToTheEndOfAStreamThatWasHandedOver() throws Exception {
            CountDownLatch next = new CountDownLatch(1);
            try (StandIn server = StandIn.that((it, out) -> {
                StandIn.write(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
                StandIn.chunk(out, "data: 1\n\n");
                next.await();
                StandIn.chunk(out, "data: 2\n\n");
                StandIn.chunk(out, "");
            })) {
                Stream<String> lines = get(server, BodyHandlers.ofLines()).body();
                await().until(() -> heard.contains("body data: 1\n\n"));
                assertThat(heard).hasSize(3);
                next.countDown();
                assertThat(lines).containsExactly("data: 1", "", "data: 2", "");
                assertThat(heard)
                        .containsExactly("begin GET", "answered 200", "body data: 1\n\n", "body data: 2\n\n", "ended");
            }
        }

        @Test
        void hearsThatAStreamWasClosedEarly() throws Exception {
            try (StandIn server = StandIn.that((it, out) -> {
                StandIn.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
                it.over.await();
            })) {
                InputStream body = get(server, BodyHandlers.ofInputStream()).body();
                assertThat(body.read()).isEqualTo('s');
                body.close();
                await().until(() -> heard.contains("ended by CancellationException"));
                assertThat(heard).filteredOn(what -> what.startsWith("ended")).hasSize(1);
            }
        }

        @Test
        void hearsThatTheConnectionBrokeInTheBody() throws Exception {
            try (StandIn server = StandIn.that((it, out) -> {
                StandIn.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
                throw new IOException("hung up");
            })) {
                CurrentExchange.open(exchange);
                metered.call(request(server), BodyHandlers.ofString())
                        .fallback(failure -> null)
                        .get();
                assertThat(heard)
                        .containsExactly(
                                "begin GET",
                                "answered 200",
                                "body some",
                                "ended by IOException",
                                "begin GET",
                                "answered 200",
                                "body some",
                                "ended by IOException");
            }
        }

        @Test
        void hearsThatThereWasNoAnswer() throws Exception {
            try (StandIn server = StandIn.that((it, out) -> {
                throw new IOException("hung up");
            })) {
                CurrentExchange.open(exchange);
                metered.call(request(server), BodyHandlers.ofString())
                        .fallback(failure -> null)
                        .get();
                assertThat(heard)
                        .containsExactly("begin GET", "ended by IOException", "begin GET", "ended by IOException");
            }
        }

        @Test
        void hearsThatTheDeadlinePassed() throws Exception {
            Upstream hasty =
                    Upstream.named("hasty").timeout(Duration.ofMillis(200)).build();
            UpstreamHttp brief = UpstreamHttp.of(hasty, client)
                    .meter((request, call, attempt) -> CompletableFuture.completedFuture(new HttpMeter.Reading() {
                        @Override
                        public void answered(HttpResponse.ResponseInfo answer) {
                            heard.add("answered");
                        }

                        @Override
                        public void body(ByteBuffer part) {
                            heard.add("body");
                        }

                        @Override
                        public void ended(Throwable failure) {
                            heard.add("ended " + (failure != null));
                        }
                    }));
            try (StandIn server = StandIn.that((it, out) -> {
                StandIn.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
                it.over.await();
            })) {
                brief.call(request(server), BodyHandlers.ofString())
                        .fallback(failure -> null)
                        .get();
                // Before the caller goes on, so that what the attempt cost is in the event of its request.
                assertThat(heard).containsExactly("answered", "body", "ended true");
                await().until(() -> server.openConnections() == 1);
            }
            hasty.close();
        }

        @Test
        void asksForNoMoreThanTheReaderDoes() throws Exception {
            String megabyte = "x".repeat(1 << 20);
            try (StandIn server = StandIn.that((it, out) -> {
                StandIn.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + (64L << 20) + "\r\n\r\n");
                for (int i = 0; i < 64; i++) {
                    StandIn.write(out, megabyte);
                }
            })) {
                Flow.Publisher<List<ByteBuffer>> body =
                        get(server, BodyHandlers.ofPublisher()).body();
                CompletableFuture<Integer> first = new CompletableFuture<>();
                body.subscribe(new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(1);
                    }

                    @Override
                    public void onNext(List<ByteBuffer> parts) {
                        first.complete(
                                parts.stream().mapToInt(ByteBuffer::remaining).sum());
                    }

                    @Override
                    public void onError(Throwable failure) {}

                    @Override
                    public void onComplete() {}
                });
                assertThat(first.get()).isPositive();
                assertThat(heard).filteredOn(what -> what.startsWith("body")).hasSize(1);
                assertThat(heard.get(2)).hasSize("body ".length() + first.get());
            }
        }

        @Test
        void thatThrowsChangesNothing() throws Exception {
            UpstreamHttp broken = http.meter((request, call, attempt) -> {
                throw new IllegalStateException("a meter that throws");
            });
            UpstreamHttp alsoBroken =
                    http.meter((request, call, attempt) -> CompletableFuture.completedFuture(new HttpMeter.Reading() {
                        @Override
                        public void answered(HttpResponse.ResponseInfo answer) {
                            throw new IllegalStateException();
                        }

                        @Override
                        public void body(ByteBuffer part) {
                            part.position(part.limit());
                            throw new IllegalStateException();
                        }

                        @Override
                        public void ended(Throwable failure) {
                            throw new IllegalStateException();
                        }
                    }));
            try (StandIn server = StandIn.answering(200, "hello")) {
                assertThat(broken.call(request(server), BodyHandlers.ofString())
                                .get()
                                .body())
                        .isEqualTo("hello");
                assertThat(alsoBroken
                                .call(request(server), BodyHandlers.ofString())
                                .get()
                                .body())
                        .isEqualTo("hello");
            }
        }
    }
}
