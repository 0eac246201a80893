/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.requestlimits.RequestLimitsPolicy;
import dev.breakwater.requestlimits.RequestRefused.Reason;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to requests whose answer has not begun when it should have, on every server. */
@Tag("container")
@Tag("long")
final class RequestDeadlineTest {
    private final CountDownLatch held = new CountDownLatch(1);
    private WeighedService service;

    @BeforeEach
    void start() throws Exception {
        service = new WeighedService(RequestLimitsPolicy.builder()
                .timeout(Duration.ofMillis(150))
                .rule(List.of("/slow/**"), null, Duration.ZERO)
                .rule(List.of("/race"), null, Duration.ofMillis(5))
                .build());
    }

    @AfterEach
    void stop() throws Exception {
        held.countDown();
        service.close();
    }

    private static void assertTooLate(RawAnswer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.whole()).isTrue();
        // Undertow keeps the charset of a writer that was asked for, even over a reset.
        assertThat(answer.header("Content-Type"))
                .singleElement()
                .isIn(
                        "application/problem+json",
                        TestServer.isUndertow() ? "application/problem+json; charset=ISO-8859-1" : "");
        assertThat(answer.header("Retry-After")).containsExactly("5");
        assertThat(answer.header("Cache-Control")).containsExactly("no-store");
        assertThat(answer.header("Theirs")).isEmpty();
        assertThat(answer.text()).contains("\"status\":503").doesNotContain("theirs");
    }

    private void await() {
        try {
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError("threads of the application are not interrupted", interrupted);
        }
    }

    /** What an application does when it is too late. */
    enum Afterwards {
        RETURNS {
            @Override
            void act(HttpServletResponse response) {}
        },
        WRITES {
            @Override
            void act(HttpServletResponse response) throws IOException {
                response.setStatus(200);
                response.getOutputStream().write(new byte[100_000]);
                response.flushBuffer();
                response.getOutputStream().close();
            }
        },
        PRINTS {
            @Override
            void act(HttpServletResponse response) throws IOException {
                PrintWriter writer = response.getWriter();
                writer.println("theirs");
                assertThat(writer.checkError()).isFalse();
            }
        },
        RESETS {
            @Override
            void act(HttpServletResponse response) throws IOException {
                response.reset();
                response.setHeader("Theirs", "yes");
                response.sendRedirect("/elsewhere");
            }
        },
        SENDS_AN_ERROR {
            @Override
            void act(HttpServletResponse response) throws IOException {
                response.sendError(500);
            }
        },
        THROWS {
            @Override
            void act(HttpServletResponse response) {
                throw new IllegalStateException("the application's own failure");
            }
        };

        abstract void act(HttpServletResponse response) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationThatHoldsItsThreadIsAnsweredFor(Afterwards afterwards) throws Exception {
        AtomicReference<Boolean> committed = new AtomicReference<>();
        service.on((request, response) -> {
            response.setHeader("Theirs", "yes");
            if (afterwards != Afterwards.PRINTS) {
                response.getOutputStream().print("theirs");
            }
            await();
            committed.set(response.isCommitted());
            afterwards.act(response);
        });
        try (Wire wire = service.connect()) {
            RawAnswer answer = wire.head("GET / HTTP/1.1").answer();
            assertTooLate(answer);
            assertThat(answer.header("Connection")).containsExactly("close");
            held.countDown();
            assertThat(wire.isClosed()).isTrue();
        }
        service.assertEnded(503, Outcome.Kind.TIMEOUT);
        assertThat(committed.get()).isTrue();
        assertThat(service.refused).containsExactly(Reason.DEADLINE_PASSED);
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationThatWorksAsynchronouslyIsAnsweredFor(Afterwards afterwards) throws Exception {
        service.on((request, response) -> {
            AsyncContext context = request.startAsync();
            context.setTimeout(20_000);
            new Thread(() -> {
                        try {
                            await();
                            afterwards.act((HttpServletResponse) context.getResponse());
                        } catch (IOException | RuntimeException failure) {
                            // There is nobody to tell.
                        }
                        context.complete();
                    })
                    .start();
        });
        try (Wire wire = service.connect()) {
            assertTooLate(wire.head("GET / HTTP/1.1").answer());
            held.countDown();
            assertThat(wire.isClosed()).isTrue();
        }
        service.assertEnded(503, Outcome.Kind.TIMEOUT);
    }

    @Test
    void anApplicationThatWouldWriteWithoutBlockingHearsThatItIsTooLate() throws Exception {
        service.on((request, response) -> {
            AsyncContext context = request.startAsync();
            context.setTimeout(20_000);
            new Thread(() -> {
                        await();
                        try {
                            context.getResponse().getOutputStream().setWriteListener(new Giving(context));
                        } catch (IOException failure) {
                            throw new AssertionError(failure);
                        }
                    })
                    .start();
        });
        try (Wire wire = service.connect()) {
            assertTooLate(wire.head("GET / HTTP/1.1").answer());
            held.countDown();
            service.assertEnded(503, Outcome.Kind.TIMEOUT);
        }
    }

    /** Completes its work when there is nothing more to write, as the application of a container does. */
    private record Giving(AsyncContext context) implements WriteListener {
        @Override
        public void onWritePossible() {
            context.complete();
        }

        @Override
        public void onError(Throwable failure) {
            context.complete();
        }
    }

    @Test
    void anApplicationThatDispatchesTooLateIsNotCalledAgain() throws Exception {
        service.on((request, response) -> {
            AsyncContext context = request.startAsync();
            context.setTimeout(20_000);
            new Thread(() -> {
                        await();
                        context.dispatch("/again");
                    })
                    .start();
        });
        try (Wire wire = service.connect()) {
            assertTooLate(wire.head("GET / HTTP/1.1").answer());
            held.countDown();
            assertThat(wire.isClosed()).isTrue();
        }
        service.assertEnded(503, Outcome.Kind.TIMEOUT);
        assertThat(service.calls).hasValue(1);
    }

    @Test
    void anAsynchronousApplicationThatNeverCompletesIsEndedByItsContainer() throws Exception {
        service.on((request, response) -> request.startAsync().setTimeout(500));
        try (Wire wire = service.connect()) {
            assertTooLate(wire.head("GET / HTTP/1.1").answer());
        }
        service.assertEnded(503, Outcome.Kind.TIMEOUT);
    }

    @Test
    void anApplicationThatWaitsForTheBodyIsAnsweredFor() throws Exception {
        service.on((request, response) ->
                response.getOutputStream().print(request.getInputStream().readAllBytes().length));
        try (Wire wire = service.connect()) {
            wire.head("POST / HTTP/1.1", "Content-Length: 10").text("abc");
            assertTooLate(wire.answer());
            wire.tryText("defghij");
            assertThat(wire.isClosed()).isTrue();
        }
        service.assertEnded(503, Outcome.Kind.TIMEOUT);
    }

    @Test
    void anAnswerThatHasBegunIsLeftAlone() throws Exception {
        service.on((request, response) -> {
            OutputStream out = response.getOutputStream();
            out.write('a');
            response.flushBuffer();
            // Longer than the deadline, which has nothing to show for itself here.
            assertThat(held.await(400, TimeUnit.MILLISECONDS)).isFalse();
            out.write('b');
        });
        try (Wire wire = service.connect()) {
            RawAnswer answer = wire.head("GET / HTTP/1.1").answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("ab");
        }
        service.assertEnded(200, Outcome.Kind.OK);
        assertThat(service.refused).isEmpty();
    }

    @Test
    void anAnswerInTimeIsTheApplications() throws Exception {
        service.on((request, response) -> response.getWriter().print("theirs"));
        try (Wire wire = service.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(wire.head("GET / HTTP/1.1").answer().text()).isEqualTo("theirs");
                service.assertEnded(200, Outcome.Kind.OK);
            }
        }
        assertThat(service.refused).isEmpty();
    }

    @Test
    void aRuleCanLiftIt() throws Exception {
        service.on((request, response) -> {
            assertThat(held.await(400, TimeUnit.MILLISECONDS)).isFalse();
            response.getWriter().print("theirs");
        });
        try (Wire wire = service.connect()) {
            assertThat(wire.head("GET /slow/x HTTP/1.1").answer().text()).isEqualTo("theirs");
        }
        service.assertEnded(200, Outcome.Kind.OK);
    }

    @Test
    void answersToHeadHaveNoBody() throws Exception {
        service.on((request, response) -> await());
        try (Wire wire = service.connect()) {
            wire.head("HEAD / HTTP/1.1");
            WeighedService.soon(() -> assertThat(service.refused).hasSize(1));
            held.countDown();
            RawAnswer answer = RawAnswer.parse(wire.socket.getInputStream().readAllBytes());
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).isEmpty();
        }
        service.assertEnded(503, Outcome.Kind.TIMEOUT);
    }

    /** Answers that are ready just when the deadline passes: each client gets one of the two, whole, and each ends once. */
    @ParameterizedTest
    @EnumSource
    void aRaceHasOneWinner(Racing racing) throws Exception {
        service.on(racing::run);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<int[]>> counts =
                    Stream.generate(() -> clients.submit(this::race)).limit(8).toList();
            int late = 0;
            for (Future<int[]> count : counts) {
                late += count.get(60, TimeUnit.SECONDS)[0];
            }
            int tooLate = late;
            WeighedService.soon(() -> assertThat(service.refused).hasSize(tooLate));
            for (int i = 0; i < 8 * 30; i++) {
                service.nextEnd();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private int[] race() throws IOException {
        int late = 0;
        Wire wire = service.connect();
        for (int i = 0; i < 30; i++) {
            RawAnswer answer = wire.head("GET /race HTTP/1.1").answer();
            assertThat(answer.whole()).isTrue();
            if (answer.status() == 503) {
                assertTooLate(answer);
                late++;
            } else {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo("theirs");
            }
            if (answer.header("Connection").contains("close")) {
                wire.close();
                wire = service.connect();
            }
        }
        wire.close();
        return new int[] {late};
    }

    /** What races with the deadline. */
    enum Racing {
        BLOCKING {
            @Override
            void run(HttpServletRequest request, HttpServletResponse response) throws Exception {
                pause();
                response.getOutputStream().print("theirs");
            }
        },
        ASYNC {
            @Override
            void run(HttpServletRequest request, HttpServletResponse response) {
                AsyncContext context = request.startAsync();
                new Thread(() -> {
                            try {
                                pause();
                                context.getResponse().getWriter().print("theirs");
                            } catch (Exception failure) {
                                throw new IllegalStateException(failure);
                            } finally {
                                context.complete();
                            }
                        })
                        .start();
            }
        };

        abstract void run(HttpServletRequest request, HttpServletResponse response) throws Exception;

        // Until about the deadline, give or take.
        static void pause() {
            long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(3_500 + System.nanoTime() % 3_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
    }
}
