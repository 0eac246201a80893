/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream that always says the same after a while, or, when told so, nothing. Those who wait hold no thread. */
final class StandIn implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int BACKLOG = 2_000;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private final AtomicInteger calls = new AtomicInteger();
    private final HttpServer server;
    private final byte[] answer;
    private final Duration delay;
    private volatile boolean hangs;

    StandIn(String answer, Duration delay) throws IOException {
        this.answer = answer.getBytes(StandardCharsets.UTF_8);
        this.delay = delay;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many calls have come. */
    int calls() {
        return calls.get();
    }

    /** Whether calls that come from now on are never answered. */
    void hang(boolean never) {
        hangs = never;
    }

    private void handle(HttpExchange call) throws IOException {
        calls.incrementAndGet();
        call.getRequestBody().readAllBytes();
        if (!hangs) { // otherwise the connection is held, and no thread
            ScheduledFuture<?> unused = threads.schedule(() -> send(call), delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void send(HttpExchange call) {
        try (call) {
            call.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
            call.sendResponseHeaders(200, answer.length);
            call.getResponseBody().write(answer);
        } catch (IOException gone) {
            // Who gave up waiting needs no answer.
        } catch (RuntimeException fault) {
            throw new UncheckedIOException(new IOException("a stand-in failed", fault));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
