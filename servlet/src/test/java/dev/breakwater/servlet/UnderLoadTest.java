/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.Breakwater;
import dev.breakwater.FailureMode;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.policy.InvalidPolicyException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Many requests at once, large ones, guards that fail, and settings that change under traffic. */
@Tag("container")
final class UnderLoadTest {
    private static final int CONNECTIONS = 50;
    private static final int EACH = 20;

    @Test
    void exactlyAHundredOfAThousandConcurrentRequestsAreAdmitted() throws Exception {
        try (ProtectedService service = ProtectedService.with(ProtectedService.limit("100 per hour"))) {
            List<Integer> statuses = together(CONNECTIONS, () -> keepAlive(service.port(), EACH, "/hello")).stream()
                    .flatMap(List::stream)
                    .toList();
            assertThat(statuses).hasSize(1_000).containsOnly(200, 429);
            assertThat(statuses.stream().filter(status -> status == 200)).hasSize(100);
            service.events.await(1_000);
        }
    }

    @Nested
    final class Bodies {
        @Test
        void ofFiftyMegabytesInChunksPass() throws Exception {
            try (ProtectedService service = ProtectedService.with(Map.of("request.max-body-size", "50000000"))) {
                byte[] chunk = new byte[1_000_000];
                ByteArrayOutputStream body = new ByteArrayOutputStream(51_000_000);
                for (int i = 0; i < 50; i++) {
                    body.writeBytes("f4240\r\n".getBytes(StandardCharsets.US_ASCII));
                    body.writeBytes(chunk);
                    body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                body.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                RawAnswer answer = service.send(body.toByteArray(), "POST /upload", "Transfer-Encoding: chunked");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo("50000000");
                assertThat(service.events.await(1).get(0)).containsEntry("http.response.status_code", 200L);
            }
        }

        @Test
        void andHeadersThatTheContainerRefusesLeaveTheServiceServing() throws Exception {
            try (ProtectedService service = ProtectedService.with(Map.of())) {
                assertThat(service.send("GET /hello", "Odd-Header: " + "x".repeat(100_000))
                                .status())
                        .isIn(0, 400, 431);
                assertThat(service.send("GET /hello").status()).isEqualTo(200);
            }
        }
    }

    @Nested
    final class AGuardThatThrows {
        @ParameterizedTest
        @EnumSource(FailureMode.class)
        void followsItsFailureModeAndIsReportedOnceByName(FailureMode mode) throws Exception {
            ListAppender<ILoggingEvent> logged = new ListAppender<>();
            Logger logger = (Logger) LoggerFactory.getLogger(Breakwater.class);
            logger.setAdditive(false);
            logger.addAppender(logged);
            logged.start();
            try (ProtectedService service = ProtectedService.with(Map.of(), new Throwing(mode))) {
                for (int i = 0; i < 5; i++) {
                    RawAnswer answer = service.send("GET /hello", "Origin: " + ProtectedService.ORIGIN);
                    assertThat(answer.status()).isEqualTo(mode == FailureMode.OPEN ? 200 : 503);
                    assertThat(answer.text()).doesNotContain("own failure");
                    assertThat(answer.header("X-Frame-Options")).containsExactly("DENY");
                    assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(ProtectedService.ORIGIN);
                }
                assertThat(service.events.await(5))
                        .allSatisfy(event -> assertThat(event).containsEntry("breakwater.guard.failed", "throwing"));
            } finally {
                logger.detachAppender(logged);
                logger.setAdditive(true);
            }
            assertThat(logged.list).singleElement().asString().contains("guard throwing failed");
        }
    }

    /** Fails on everything but says so in its name. */
    private record Throwing(FailureMode failureMode) implements Guard {
        @Override
        public String name() {
            return "throwing";
        }

        @Override
        public Stage stage() {
            return Stage.LIMIT;
        }

        @Override
        public Verdict inspect(Exchange exchange) {
            throw new IllegalStateException("a guard's own failure");
        }
    }

    @Nested
    final class ReplacingSettings {
        @Test
        void keepsBucketsByNameAndDropsNoRequest() throws Exception {
            try (ProtectedService service = ProtectedService.with(ProtectedService.limit("1000 per hour"))) {
                CountDownLatch replaced = new CountDownLatch(1);
                ExecutorService other = Executors.newSingleThreadExecutor();
                Future<?> replacing = other.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        Map<String, String> next = new HashMap<>(ProtectedService.limit("1000 per hour"));
                        next.put("headers.set.Test-Generation", Integer.toString(i));
                        service.runtime.replace(ProtectedService.settings(next));
                    }
                    replaced.countDown();
                });
                List<Integer> statuses = together(8, () -> keepAlive(service.port(), 50, "/hello")).stream()
                        .flatMap(List::stream)
                        .toList();
                assertThat(replaced.await(20, TimeUnit.SECONDS)).isTrue();
                replacing.get();
                other.shutdown();
                assertThat(statuses).hasSize(400).containsOnly(200);
                RawAnswer after = service.send("GET /hello");
                assertThat(after.header("Test-Generation")).containsExactly("49");
                assertThat(after.header("RateLimit")).singleElement().asString().startsWith("\"everything\";r=599;");
                service.events.await(401);
            }
        }

        @Test
        void countsAPolicyOfAnotherNameAnew() throws Exception {
            try (ProtectedService service = ProtectedService.with(ProtectedService.limit("2 per hour"))) {
                service.send("GET /hello");
                Map<String, String> renamed = new HashMap<>(ProtectedService.limit("2 per hour"));
                renamed.put("rate-limit.policies[0].name", "another");
                service.runtime.replace(ProtectedService.settings(renamed));
                assertThat(service.send("GET /hello").header("RateLimit"))
                        .singleElement()
                        .asString()
                        .startsWith("\"another\";r=1;");
            }
        }

        @Test
        void leavesTheOldChainIfTheyAreInvalid() throws Exception {
            try (ProtectedService service =
                    ProtectedService.with(ProtectedService.limit("2 per hour"), new Throwing(FailureMode.OPEN))) {
                Breakwater before = service.runtime.chain();
                assertThatThrownBy(() -> service.runtime.replace(
                                ProtectedService.settings(ProtectedService.limit("2 per fortnight"))))
                        .isInstanceOf(InvalidPolicyException.class);
                assertThat(service.runtime.chain()).isSameAs(before);
                assertThat(service.send("GET /hello").header("RateLimit"))
                        .singleElement()
                        .asString()
                        .contains(";r=1;");
            }
        }
    }

    /** Does the same on many threads, let go at once. */
    private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch ready = new CountDownLatch(threads);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    ready.countDown();
                    assertThat(ready.await(20, TimeUnit.SECONDS)).isTrue();
                    return work.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Sends requests one after the other on one connection, and returns their statuses. */
    private static List<Integer> keepAlive(int port, int requests, String path) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (int i = 0; i < requests; i++) {
                out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
                statuses.add(status(in));
            }
        }
        return statuses;
    }

    private static int status(BufferedReader in) throws IOException {
        int status = Integer.parseInt(in.readLine().split(" ")[1]);
        int length = 0;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).trim());
            }
        }
        for (int i = 0; i < length; i++) {
            assertThat(in.read()).isNotNegative();
        }
        return status;
    }
}
