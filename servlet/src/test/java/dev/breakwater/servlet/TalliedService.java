/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Completed;
import dev.breakwater.Decision;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The same application twice: behind a filter whose every ending is written down, and bare, so that a test sees what the
 * filter changes. Time stands still unless a test moves it.
 */
final class TalliedService implements AutoCloseable {
    final CapturedEvents events = new CapturedEvents();
    final ManualTime time = new ManualTime();
    final TapGuard taps = new TapGuard();
    final BreakwaterRuntime runtime;
    private final BlockingQueue<Outcome> ends = new LinkedBlockingQueue<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final AdapterServer server;
    private final AdapterServer bare;

    /** What a test does in the application's place. */
    @FunctionalInterface
    interface Handler {
        void handle(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    /**
     * A service.
     *
     * @param errorPage the path of the page for all errors, or null for the container's own
     * @param more what a test adds around the filter's registration, in both applications
     */
    TalliedService(Map<String, String> settings, @Nullable String errorPage, Filters more) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(Map.of("headers.enabled", "false", "health.enabled", "false"));
        all.putAll(settings);
        runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("test", all)))
                .eventSink(events)
                .guards(List.of(taps))
                .observers(List.of(this::heard))
                .time(time)
                .start();
        server = TestServer.start("", errorPage, context -> deploy(context, runtime, more));
        bare = TestServer.start("", errorPage, context -> deploy(context, null, more));
    }

    /** Other filters of an application. */
    interface Filters {
        void add(ServletContext context, @Nullable BreakwaterRuntime runtime);
    }

    static TalliedService plain() throws Exception {
        return new TalliedService(Map.of(), null, TalliedService::register);
    }

    static void register(ServletContext context, @Nullable BreakwaterRuntime runtime) {
        if (runtime != null) {
            BreakwaterFilter.register(context, runtime);
        }
    }

    private void deploy(ServletContext context, @Nullable BreakwaterRuntime filtering, Filters filters) {
        filters.add(context, filtering);
        add(context, "application", "/");
        add(context, "exact", "/exact");
        add(context, "by-path", "/by-path/*");
        add(context, "by-extension", "*.ext");
    }

    private void add(ServletContext context, String name, String pattern) {
        ServletRegistration.Dynamic registration = context.addServlet(name, new Application());
        registration.addMapping(pattern);
        registration.setAsyncSupported(true);
        registration.setMultipartConfig(new MultipartConfigElement(System.getProperty("java.io.tmpdir")));
    }

    private void heard(Decision decision, @Nullable Exchange exchange) {
        if (decision instanceof Completed completed) {
            ended.incrementAndGet();
            ends.add(completed.outcome());
        }
    }

    /** From now on requests of this path meet this. */
    TalliedService on(String path, Handler handler) {
        handlers.put(path, handler);
        return this;
    }

    int port() {
        return server.port();
    }

    /** Sends a request to both, checks that the answers are the same, and waits for its end. */
    Seen send(String methodAndPath, String... headers) throws Exception {
        return send(new byte[0], methodAndPath, headers);
    }

    /** The same with a body, framed as the headers say. */
    Seen send(byte[] body, String methodAndPath, String... headers) throws Exception {
        List<String> lines = new ArrayList<>(List.of(methodAndPath + " HTTP/1.1"));
        lines.addAll(List.of(headers));
        RawAnswer expected = new RawClient(bare.port()).send(body, lines.toArray(new String[0]));
        taps.forget();
        RawAnswer answer = new RawClient(server.port()).send(body, lines.toArray(new String[0]));
        assertSame(answer, expected);
        return new Seen(answer, nextEnd(), lastEvent());
    }

    /** The same after requests that may or may not have reached the filter. */
    Seen sendAfterOthers(String methodAndPath) throws Exception {
        RawAnswer answer = new RawClient(server.port()).send(new byte[0], methodAndPath + " HTTP/1.1");
        Outcome outcome = nextEnd();
        while (outcome.status() != answer.status()) {
            outcome = nextEnd();
        }
        return new Seen(answer, outcome, lastEvent());
    }

    /** How many requests have ended so far. */
    int ended() {
        return ended.get();
    }

    /** Nobody waits for the ends so far. */
    void forgetEnds() {
        ends.clear();
    }

    /** The event of the request that has ended last; there is one for each end. */
    Map<String, Object> lastEvent() {
        List<Map<String, Object>> all = events.await(ended.get());
        return all.get(all.size() - 1);
    }

    /** Waits for the end of the next request. */
    Outcome nextEnd() throws InterruptedException {
        Outcome outcome = ends.poll(20, TimeUnit.SECONDS);
        assertThat(outcome).as("the end").isNotNull();
        return outcome;
    }

    private static void assertSame(RawAnswer answer, RawAnswer expected) {
        assertThat(answer.status()).as("status").isEqualTo(expected.status());
        assertThat(anonymous(answer)).as("body").isEqualTo(anonymous(expected));
        assertThat(answer.whole()).as("whole").isEqualTo(expected.whole());
        assertThat(lasting(answer)).as("header lines").containsExactlyInAnyOrderElementsOf(lasting(expected));
    }

    // Jetty's own error page names the port, and by a number the very servlet.
    private static String anonymous(RawAnswer answer) {
        String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
        return isJettysPage(answer) ? text.replaceAll("-[0-9a-f]{1,8}<", "<").replaceAll("localhost:[0-9]+", "") : text;
    }

    private static boolean isJettysPage(RawAnswer answer) {
        return answer.text().contains("<h2>HTTP ERROR");
    }

    // All but ours, and what tells the time. After a forward Undertow flushes a response that any filter has wrapped.
    private static List<String> lasting(RawAnswer answer) {
        return answer.lines().stream()
                .filter(line -> !line.startsWith("X-Request-Id:") && !line.startsWith("Date:"))
                .filter(line ->
                        !line.startsWith("Content-Length:") || !(isJettysPage(answer) || TestServer.isUndertow()))
                .map(line -> line.replaceAll("localhost:[0-9]+", ""))
                .toList();
    }

    /** Checks after a test that every request has ended once and has one event. */
    void assertAllTold() {
        List<Outcome> others = new ArrayList<>();
        ends.drainTo(others);
        assertThat(others).as("ends nobody waited for").isEmpty();
        assertThat(events.lines).hasSize(ended.get());
        assertThat(runtime.load().inFlight()).isZero();
    }

    @Override
    public void close() throws Exception {
        server.close();
        bare.close();
        runtime.close();
        assertAllTold();
    }

    /**
     * One request's ends.
     *
     * @param answer what the client saw
     * @param outcome what the chain was told
     * @param event what was logged
     */
    record Seen(RawAnswer answer, Outcome outcome, Map<String, Object> event) {
        /** Checks status and ending in all three. */
        Seen ended(int status, Outcome.Kind kind) {
            assertThat(answer.status()).as("status sent").isEqualTo(status);
            return told(status, kind);
        }

        Seen told(int status, Outcome.Kind kind) {
            TalliedService.told(outcome, event, status, kind);
            return this;
        }

        /** Checks the lengths of what was read and written. */
        Seen counted(long read, long written) {
            assertThat(outcome.bytesRead()).as("bytes read").isEqualTo(read);
            assertThat(outcome.bytesWritten()).as("bytes written").isEqualTo(written);
            return this;
        }

        /** Checks that as much was written as the client has got. */
        Seen counted(long read) {
            return counted(read, answer.body().length);
        }
    }

    static void told(Outcome outcome, Map<String, Object> event, int status, Outcome.Kind kind) {
        assertThat(outcome.status()).as("status told").isEqualTo(status);
        assertThat(outcome.kind()).isEqualTo(kind);
        assertThat(event)
                .containsEntry("breakwater.outcome", kind.name().toLowerCase(Locale.ROOT))
                .hasEntrySatisfying(
                        "event.duration",
                        duration -> assertThat((Long) duration).isNotNegative());
        assertThat(event.get("http.response.status_code")).isEqualTo(status == 0 ? null : (Object) (long) status);
    }

    private final class Application extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String path = request.getRequestURI();
            Handler handler = handlers.get(path);
            try {
                if (handler == null) {
                    response.sendError(404);
                } else {
                    handler.handle(request, response);
                }
            } catch (IOException | RuntimeException failure) {
                throw failure;
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
