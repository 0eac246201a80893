/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawClient;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Outcome.Kind;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** However a request ends: one event, and it is true. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryEndingTest {
    private static final String PAGE = ErrorPageServlet.TEXT;

    private TalliedService service;

    /** The filter is there twice; between its applications' filters stands one that wraps, and one that refuses. */
    @BeforeAll
    void start() throws Exception {
        service = new TalliedService(Map.of(), ErrorPageServlet.PATH, EveryEndingTest::deploy);
    }

    private static void deploy(ServletContext context, @Nullable BreakwaterRuntime runtime) {
        FilterRegistration.Dynamic above = context.addFilter("above", new Wrapping("Test-Above"));
        above.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        above.setAsyncSupported(true);
        if (runtime != null) {
            BreakwaterFilter.register(context, runtime);
            add(context, "twice", new BreakwaterFilter(runtime));
        }
        add(context, "below", new Wrapping("Test-Below"));
        add(context, "security", new Refusing());
        context.addServlet("errors", new ErrorPageServlet()).addMapping(ErrorPageServlet.PATH);
    }

    private static void add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");
        registration.setAsyncSupported(true);
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    @AfterEach
    void allIsTold() {
        service.assertAllTold();
    }

    private static void later(AsyncContext async, TalliedService.Handler work) {
        Thread thread = new Thread(() -> {
            try {
                work.handle((HttpServletRequest) async.getRequest(), (HttpServletResponse) async.getResponse());
            } catch (Exception ended) {
                // A container that has found the client gone forbids the rest.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Nested
    final class AsynchronousWork {
        @Test
        void mayBeCompletedByAnotherThread() throws Exception {
            service.on("/complete", (request, response) -> {
                AsyncContext async = request.startAsync();
                later(async, (asked, answer) -> {
                    answer.getOutputStream().print("done");
                    async.complete();
                });
            });
            service.send("GET /complete").ended(200, Kind.OK).counted(0, 4);
        }

        @Test
        void mayTakeTooLong() throws Exception {
            service.on("/timeout", (request, response) -> request.startAsync().setTimeout(20));
            service.send("GET /timeout").ended(500, Kind.TIMEOUT).counted(0, PAGE.length());
        }

        @Test
        void mayTakeTooLongForTheApplicationThatSaysSo() throws Exception {
            service.on("/timeout-told", (request, response) -> {
                AsyncContext async = request.startAsync();
                async.setTimeout(20);
                async.addListener(new OnTimeout(event -> {
                    HttpServletResponse answer = (HttpServletResponse) async.getResponse();
                    answer.setStatus(503);
                    answer.getWriter().print("too late");
                    async.complete();
                }));
            });
            service.send("GET /timeout-told").ended(503, Kind.TIMEOUT).counted(0, 8);
        }

        @Test
        void mayBeginTwice() throws Exception {
            service.on("/again", (request, response) -> {
                AsyncContext async = request.startAsync();
                if (request.getDispatcherType() == DispatcherType.ASYNC) {
                    later(async, (asked, answer) -> {
                        answer.getOutputStream().print("second");
                        async.complete();
                    });
                } else {
                    later(async, (asked, answer) -> async.dispatch());
                }
            });
            service.send("GET /again").ended(200, Kind.OK).counted(0, 6);
        }

        @Test
        void mayFailAfterADispatch() throws Exception {
            service.on("/fail-later", (request, response) -> {
                if (request.getDispatcherType() == DispatcherType.ASYNC) {
                    throw new IllegalArgumentException("on purpose");
                }
                AsyncContext async = request.startAsync();
                later(async, (asked, answer) -> async.dispatch());
            });
            service.send("GET /fail-later").ended(500, Kind.ERROR).counted(0, PAGE.length());
        }
    }

    @Nested
    final class Streams {
        @Test
        void ofTenThousandFramesAreOneEvent() throws Exception {
            byte[] frame = "data: 123456789\n\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            service.on("/frames", (request, response) -> {
                response.setContentType("text/event-stream");
                ServletOutputStream out = response.getOutputStream();
                for (int i = 0; i < 10_000; i++) {
                    out.write(frame);
                    if (i % 100 == 0) {
                        out.flush();
                    }
                }
            });
            service.send("GET /frames").ended(200, Kind.OK).counted(0, 10_000L * frame.length);
        }

        @Test
        void areSentAsTheyAreFlushed() throws Exception {
            CountDownLatch seen = new CountDownLatch(1);
            service.on("/live", (request, response) -> {
                response.setContentType("text/event-stream");
                response.getWriter().print("data: 1\n\n");
                response.flushBuffer();
                seen.await(20, TimeUnit.SECONDS);
                response.getWriter().print("data: 2\n\n");
            });
            try (Wire wire = new Wire(service.port())) {
                wire.head("GET /live HTTP/1.1");
                StringBuilder received = new StringBuilder();
                while (received.indexOf("data: 1") < 0) {
                    received.append((char) wire.socket.getInputStream().read());
                }
                seen.countDown();
            }
            Outcome outcome = service.nextEnd();
            assertThat(outcome.bytesWritten()).isEqualTo(18);
        }

        /** The application keeps to itself that its writes fail; the event does not. */
        @ParameterizedTest
        @ValueSource(strings = {"stream", "stream-async", "writer", "throws"})
        void whoseClientGoesAwayAreNoSuccess(String way) throws Exception {
            service.on("/gone", (request, response) -> {
                response.setContentType("text/event-stream");
                response.flushBuffer();
                if (way.endsWith("async")) {
                    AsyncContext async = request.startAsync();
                    async.setTimeout(0);
                    later(async, (asked, answer) -> {
                        writeUntilGone(way, answer);
                        async.complete();
                    });
                } else {
                    writeUntilGone(way, response);
                }
            });
            new RawClient(service.port()).sendAndAbort("GET /gone HTTP/1.1");
            Outcome outcome = service.nextEnd();
            TalliedService.told(outcome, service.lastEvent(), 200, Kind.CLIENT_ABORT);
            assertThat(outcome.bytesWritten()).isLessThan(64_000_000);
        }

        private void writeUntilGone(String way, HttpServletResponse response) throws IOException {
            byte[] part = new byte[10_000];
            try {
                if (way.equals("writer")) {
                    PrintWriter out = response.getWriter();
                    for (int i = 0; i < 6_400 && !out.checkError(); i++) {
                        out.print(new char[10_000]);
                    }
                    return;
                }
                for (int i = 0; i < 6_400; i++) {
                    response.getOutputStream().write(part);
                    response.flushBuffer();
                }
            } catch (IOException lost) {
                if (way.equals("throws")) {
                    throw lost;
                }
            }
        }

        @Test
        void thatAreClosedAndWrittenAllTheSameHaveLostNoClient() throws Exception {
            service.on("/closed", (request, response) -> {
                response.getOutputStream().print("all");
                response.getOutputStream().close();
                try {
                    response.getOutputStream().print("more");
                    response.getOutputStream().flush();
                } catch (IOException | IllegalStateException closed) {
                    // On some servers.
                }
            });
            TalliedService.Seen seen = service.send("GET /closed").ended(200, Kind.OK);
            assertThat(seen.answer().text()).isEqualTo("all");
        }
    }

    @Nested
    final class Failures {
        @Test
        void beforeAnythingIsSentAre500() throws Exception {
            service.on("/throw", (request, response) -> {
                throw new IllegalArgumentException("on purpose");
            });
            TalliedService.Seen seen =
                    service.send("GET /throw").ended(500, Kind.ERROR).counted(0, PAGE.length());
            assertThat(seen.event()).containsEntry("error.type", IllegalArgumentException.class.getName());
        }

        @Test
        void afterPartHasBeenSentSayWhatWasSent() throws Exception {
            service.on("/cut-off", (request, response) -> {
                response.getOutputStream().print("part");
                response.flushBuffer();
                throw new IllegalArgumentException("on purpose");
            });
            service.send("GET /cut-off").ended(200, Kind.ABORTED_AFTER_COMMIT).counted(0, 4);
        }

        @ParameterizedTest
        @ValueSource(strings = {"overflow", "memory", "death"})
        void ofTheMachineAreToldAsWell(String which) throws Exception {
            service.on("/error", (request, response) -> {
                throw switch (which) {
                    case "overflow" -> new StackOverflowError("on purpose");
                    case "memory" -> new OutOfMemoryError("on purpose");
                    default -> new Death();
                };
            });
            TalliedService.Seen seen = service.send("GET /error");
            seen.told(seen.answer().status(), Kind.ERROR);
            assertThat(seen.answer().status()).isIn(0, 500);
            assertThat(seen.event()).containsKey("error.type");
        }

        @Test
        void byExhaustionAreToldAsWell() throws Exception {
            service.on("/deep", (request, response) -> deeper(0));
            TalliedService.Seen seen = service.send("GET /deep").told(500, Kind.ERROR);
            assertThat(seen.outcome().error()).isInstanceOf(StackOverflowError.class);
        }

        private int deeper(int depth) {
            return depth < 0 ? depth : deeper(depth + 1) + 1;
        }

        @Test
        void ofAnInterruptedThreadAreNoneOfOurs() throws Exception {
            service.on("/interrupted", (request, response) -> {
                Thread.currentThread().interrupt();
                response.getOutputStream()
                        .print("interrupted " + Thread.currentThread().isInterrupted());
                Thread.interrupted();
            });
            service.send("GET /interrupted").ended(200, Kind.OK).counted(0, 16);
        }
    }

    @Nested
    final class Detours {
        @Test
        void throughErrorPagesEndOnce() throws Exception {
            service.on("/missing", (request, response) -> {
                response.getWriter().print("never sent");
                response.sendError(404);
            });
            service.send("GET /missing").ended(404, Kind.OK).counted(0, PAGE.length());
        }

        @Test
        void throughForwardsAndIncludesEndOnce() throws Exception {
            service.on("/outer", (request, response) -> {
                if (request.getAttribute("inside") == null) {
                    request.setAttribute("inside", 1);
                    request.getRequestDispatcher("/exact").forward(request, response);
                }
            });
            // A forwarded request has the target's URI, an included one its own.
            service.on("/exact", (request, response) -> {
                if (request.getDispatcherType() == DispatcherType.INCLUDE) {
                    response.getWriter().print("included ");
                } else {
                    request.getRequestDispatcher("/exact").include(request, response);
                    request.getRequestDispatcher("/by-path/1").include(request, response);
                    response.getWriter().print("forwarded");
                }
            });
            TalliedService.Seen seen =
                    service.send("GET /outer").ended(200, Kind.OK).counted(0);
            assertThat(seen.answer().text()).startsWith("included ").endsWith("forwarded");
        }

        @ParameterizedTest
        @ValueSource(ints = {401, 403})
        void endedByTheApplicationsSecurityEndOnce(int status) throws Exception {
            service.send("GET /complete", "Test-Refuse: " + status)
                    .ended(status, Kind.OK)
                    .counted(0, PAGE.length());
        }
    }

    @Nested
    final class LogLines {
        @Test
        void nameTheRequestOnEveryDispatchAndNoOtherTime() throws Exception {
            List<String> seen = new CopyOnWriteArrayList<>();
            service.on("/mdc", (request, response) -> {
                seen.add(String.valueOf(MDC.get("http.request.id")));
                if (request.getDispatcherType() == DispatcherType.REQUEST) {
                    AsyncContext async = request.startAsync();
                    later(async, (asked, answer) -> async.dispatch());
                } else {
                    response.getWriter().print("x");
                }
            });
            TalliedService.Seen last = service.send("GET /mdc").ended(200, Kind.OK);
            Object id = last.event().get("http.request.id");
            assertThat(seen).containsExactly("null", "null", (String) id, (String) id);
            assertThat(Wrapping.LEFT_BEHIND).isEmpty();
        }
    }

    /** Wraps request and response, and looks for what is left behind on the thread. */
    private static final class Wrapping extends HttpFilter {
        private static final long serialVersionUID = 1L;
        static final List<String> LEFT_BEHIND = new CopyOnWriteArrayList<>();

        private final String header;

        Wrapping(String header) {
            this.header = header;
        }

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (!response.isCommitted()) {
                response.setHeader(header, "1");
            }
            try {
                chain.doFilter(new HttpServletRequestWrapper(request), new HttpServletResponseWrapper(response));
            } finally {
                if (header.equals("Test-Above") && isOutermost(request) && MDC.get("http.request.id") != null) {
                    LEFT_BEHIND.add(request.getRequestURI());
                }
            }
        }

        // Within a forward or an include, and on some servers an error page, the request is still under way.
        private static boolean isOutermost(HttpServletRequest request) {
            return request.getDispatcherType() == DispatcherType.REQUEST
                    || request.getDispatcherType() == DispatcherType.ASYNC;
        }
    }

    /** Answers in the application's place, as security frameworks do. */
    private static final class Refusing extends HttpFilter {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (request.getHeader("Test-Refuse") != null && request.getDispatcherType() == DispatcherType.REQUEST) {
                response.sendError(request.getIntHeader("Test-Refuse"));
            } else {
                chain.doFilter(request, response);
            }
        }
    }

    private interface Timeout {
        void happened(AsyncEvent event) throws IOException;
    }

    private record OnTimeout(Timeout timeout) implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            timeout.happened(event);
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    /** As what used to end threads. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }
}
