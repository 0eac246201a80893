/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.caller.Cidr;
import dev.breakwater.caller.ForwardedHeader;
import dev.breakwater.caller.IpAddress;
import dev.breakwater.caller.TrustedProxies;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Reply;
import dev.breakwater.exchange.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second port as its clients see it, over bare sockets. */
class OpsServerTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final String LONG = "x".repeat(40 << 20);
    private static final AtomicInteger APPLICATION_GUARD_CALLS = new AtomicInteger();
    private static final ScheduledExecutorService TIMER = new ScheduledThreadPoolExecutor(1);

    private static OpsServer server;
    private static RawClient client;

    @BeforeAll
    static void start() {
        server = OpsServer.bind(new OpsPort(0, IpAddress.parse("127.0.0.1")), TimeSource.system(), TIMER);
        Map<String, Endpoint> endpoints = Map.of(
                "/metrics", exchange -> Reply.of(200, "application/json", "{\"up\":true}"),
                "/empty", exchange -> Reply.of(200),
                "/nothing", exchange -> Reply.of(204),
                "/long", exchange -> Reply.of(200, "text/plain", LONG),
                "/broken",
                        exchange -> {
                            throw new IllegalStateException("planted");
                        });
        OperatorAccess operators = OperatorAccess.of(List.of(Cidr.parse("127.0.0.0/8")), TOKEN);
        server.use(
                List.of(
                        guard(
                                "health",
                                exchange -> exchange.path().equals("/livez")
                                        ? Verdict.respond(Reply.of(200, "application/json", "{}")
                                                .with("Cache-Control", "no-store"))
                                        : Verdict.proceed()),
                        guard(
                                "security-headers",
                                exchange -> Verdict.proceed(HeaderRules.of(
                                        HeaderRule.pin("X-Content-Type-Options", "nosniff"),
                                        HeaderRule.byDefault("Cache-Control", "private"),
                                        HeaderRule.byDefault("X-Frame-Options", "SAMEORIGIN")
                                                .onErrors("DENY"),
                                        HeaderRule.pin("Clear-Site-Data", "\"cookies\"")
                                                .exceptOnErrors(),
                                        HeaderRule.remove("Server")))),
                        guard("rate-limit", exchange -> {
                            APPLICATION_GUARD_CALLS.incrementAndGet();
                            return Verdict.respond(Reply.of(429));
                        }),
                        new OperatorGuard(operators, endpoints)),
                CallerResolver.of(
                        TrustedProxies.of(List.of(Cidr.parse("127.0.0.2/32")), ForwardedHeader.X_FORWARDED_FOR), 64),
                TimeSource.system(),
                (decision, exchange) -> {});
        server.start();
        client = new RawClient(server.port());
    }

    @AfterAll
    static void stop() {
        server.close();
        TIMER.shutdownNow();
    }

    private static Guard guard(String name, Function<Exchange, Verdict> verdicts) {
        return new Guard() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Stage stage() {
                return name.equals("security-headers") ? Stage.DECORATE : Stage.ANSWER;
            }

            @Override
            public Verdict inspect(Exchange exchange) {
                return verdicts.apply(exchange);
            }
        };
    }

    private static RawAnswer send(String methodAndPath, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(methodAndPath + " HTTP/1.1"));
        lines.addAll(List.of(headers));
        return client.send(new byte[0], lines.toArray(new String[0]));
    }

    @Nested
    class Answers {
        @Test
        void probesAreAnsweredUnderHeaderRules() throws IOException {
            RawAnswer answer = send("GET /livez");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{}");
            assertThat(answer.header("Cache-Control")).containsExactly("no-store");
            assertThat(answer.header("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(answer.header("X-Frame-Options")).containsExactly("DENY");
            assertThat(answer.header("Clear-Site-Data")).isEmpty();
            assertThat(answer.header("Server")).isEmpty();
        }

        @Test
        void operatorsAreAnswered() throws IOException {
            assertThat(send("GET /metrics?x=1").text()).isEqualTo("{\"up\":true}");
        }

        @Test
        void headIsToldTheLengthAndSentNoBody() throws IOException {
            RawAnswer answer = send("HEAD /metrics");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Length")).containsExactly("11");
            assertThat(answer.body()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/empty", "/nothing"})
        void whatHasNoBodyIsNotChunked(String path) throws IOException {
            RawAnswer answer = send("GET " + path);

            assertThat(answer.header("Transfer-Encoding")).isEmpty();
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("Content-Length")).isEqualTo(path.equals("/empty") ? List.of("0") : List.of());
        }

        @Test
        void aConnectionServesRequestAfterRequest() throws IOException {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                String two =
                        "GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /empty HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(two.getBytes(StandardCharsets.ISO_8859_1));
                String both = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(both.split("HTTP/1.1 200 OK", -1)).hasSize(3);
            }
        }

        @Test
        void aLongAnswerIsWhole() throws IOException {
            assertThat(send("GET /long").body()).hasSize(LONG.length());
        }

        @Test
        void bodiesAreIgnored() throws IOException {
            RawAnswer answer = client.send(new byte[100], "POST /metrics HTTP/1.1", "Content-Length: 100");

            assertThat(answer.status()).isEqualTo(405);
        }

        @Test
        void noOtherGuardIsAsked() throws IOException {
            assertThat(send("GET /orders").status()).isEqualTo(404);
            assertThat(APPLICATION_GUARD_CALLS).hasValue(0);
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @ValueSource(strings = {"/", "/orders", "/metrics/", "/./metrics", "/a//metrics", "/metrics;a=b", "/livez/x"})
        void whatIsNotConfiguredDoesNotExist(String path) throws IOException {
            RawAnswer answer = send("GET " + path);

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).containsExactly("application/problem+json");
            assertThat(answer.header("X-Content-Type-Options")).containsExactly("nosniff");
        }

        @Test
        void aForwardedRequestDoesNotCountAsLoopbackAndReadsLikeAPathThatDoesNotExist() throws IOException {
            RawAnswer refused = send("GET /metrics", "X-Forwarded-For: 203.0.113.7");

            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.text()).isEqualTo(send("GET /no-such-path").text());
        }

        @Test
        void aTokenCountsWhereverItComesFrom() throws IOException {
            assertThat(send("GET /metrics", "X-Forwarded-For: 203.0.113.7", "Authorization: Bearer " + TOKEN)
                            .status())
                    .isEqualTo(200);
            assertThat(send("GET /metrics", "X-Forwarded-For: 203.0.113.7", "Authorization: Bearer " + TOKEN + "x")
                            .status())
                    .isEqualTo(404);
        }

        @Test
        void anEndpointThatThrowsIsAnErrorThatSaysNothing() throws IOException {
            RawAnswer answer = send("GET /broken");

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.header("Content-Type")).containsExactly("application/problem+json");
            assertThat(answer.text()).doesNotContain("planted", "Exception");
        }
    }

    @Nested
    class AgainstHostileClients {
        @Test
        void whatIsNoRequestEndsItsConnectionAndNothingElse() throws IOException {
            Random random = new Random(20_260_101);
            List<String> hostile = new ArrayList<>(List.of(
                    "\r\n\r\n",
                    "GET\r\n\r\n",
                    "GET /metrics\r\n\r\n",
                    "GET mailto:a HTTP/1.1\r\n\r\n",
                    "CONNECT example.com:443 HTTP/1.1\r\n\r\n",
                    "OPTIONS * HTTP/1.1\r\n\r\n",
                    "GET /%zz HTTP/1.1\r\n\r\n",
                    "GET /[ HTTP/1.1\r\n\r\n",
                    "GET / HTTP/9.9\r\n\r\n",
                    "GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
                    "GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                    "GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
                    "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                    "GET / HTTP/1.1\r\n: x\r\n\r\n",
                    "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                    "GET / HTTP/1.1\r\n\u0000: \u0007\r\n\r\n",
                    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
            for (int i = 0; i < 60; i++) {
                byte[] noise = new byte[random.nextInt(200)];
                random.nextBytes(noise);
                hostile.add(new String(noise, StandardCharsets.ISO_8859_1) + "\r\n\r\n");
            }
            for (String request : hostile) {
                try (Socket socket = new Socket("127.0.0.1", server.port())) {
                    socket.setSoTimeout(5_000);
                    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                    socket.shutdownOutput();
                    assertThat(drained(socket)).as(request).doesNotContain("\tat ", "{\"up\"");
                }
            }
            assertThat(send("GET /livez").status()).isEqualTo(200);
        }

        @Test
        void thoseThatSendTheirRequestsSlowlyKeepNobodyWaiting() throws IOException {
            List<Socket> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 3 * (Workers.THREADS + Workers.WAITING); i++) {
                    Socket socket = new Socket("127.0.0.1", server.port());
                    socket.getOutputStream().write("GET /li".getBytes(StandardCharsets.ISO_8859_1));
                    slow.add(socket);
                }
                await().atMost(Duration.ofSeconds(8)).until(() -> status("GET /livez") == 200);
                assertThat(status("GET /livez")).isEqualTo(200);
            } finally {
                for (Socket socket : slow) {
                    socket.close();
                }
            }
        }

        @Test
        void thoseThatNeverSendTheBodyTheyPromiseAreAnsweredAndKeepNobodyWaiting() throws IOException {
            List<Socket> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 2 * Workers.THREADS; i++) {
                    slow.add(client.open(new byte[0], "GET /livez HTTP/1.1", "Content-Length: 1000"));
                }
                for (Socket socket : slow) {
                    byte[] first = socket.getInputStream().readNBytes(12);
                    assertThat(new String(first, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 200");
                }
                assertThat(status("GET /livez")).isEqualTo(200);
            } finally {
                for (Socket socket : slow) {
                    socket.close();
                }
            }
        }

        private int status(String request) throws IOException {
            return send(request).status();
        }

        private static String drained(Socket socket) throws IOException {
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (java.net.SocketException reset) {
                return "";
            }
        }
    }
}
