/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.examples.shopping.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server on the loopback interface that answers as another one does, counts its calls, and can be told to fail, to be
 * slow or to hang. It holds no thread for those it lets wait.
 */
public abstract class StandIn implements AutoCloseable {
    /** The key that it takes. */
    public static final String KEY = "no-key-needed";

    private static final int THREADS = 4;
    private static final int BACKLOG = 1024;
    private static final int MAX_BODY = 256 * 1024;

    /** How calls are answered. */
    public enum Mode {
        /** As they should be. */
        WELL,
        /** With status 503. */
        FAILING,
        /** With status 200, and nothing that could be used. */
        BABBLING,
        /** Never. */
        HANGING
    }

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, StandIn::daemon);
    private final AtomicInteger calls = new AtomicInteger();
    private final HttpServer server;
    private volatile Mode mode = Mode.WELL;
    private volatile Duration delay = Duration.ZERO;
    private volatile @Nullable String lastKey;

    StandIn(String path) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        } catch (IOException noSocket) {
            throw new UncheckedIOException("a stand-in cannot listen on the loopback interface", noSocket);
        }
        server.createContext(path, this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "stand-in");
        thread.setDaemon(true);
        return thread;
    }

    /** What a call came with to authenticate itself; null if nothing. */
    abstract @Nullable String keyOf(HttpExchange call);

    /** What is answered if all is well. */
    abstract Object answer(HttpExchange call, byte[] body);

    /** What is said of a call that fails. */
    abstract Object failure(int status, String message);

    /** Scheme and authority. */
    public final URI url() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
    }

    /** From now on calls are answered like this. */
    public final void answer(Mode next) {
        mode = next;
    }

    /** From now on answers take so long. */
    public final void delay(Duration span) {
        delay = span;
    }

    /** How many calls have come. */
    public final int calls() {
        return calls.get();
    }

    /** What the last call came with to authenticate itself; null if nothing. */
    public final @Nullable String lastKey() {
        return lastKey;
    }

    @Override
    public final void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange call) throws IOException {
        calls.incrementAndGet();
        byte[] body = call.getRequestBody().readNBytes(MAX_BODY);
        String key = keyOf(call);
        lastKey = key;
        Mode now = mode;
        if (now != Mode.HANGING) { // which holds the connection and no thread
            CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, threads)
                    .execute(() -> send(call, body, key, now));
        }
    }

    private void send(HttpExchange call, byte[] body, @Nullable String key, Mode how) {
        try (call) {
            if (key == null) {
                send(call, 401, failure(401, "Unauthorized"));
            } else if (how == Mode.FAILING) {
                // As careless as real ones: what it says must go no further.
                send(call, 503, failure(503, "Service unavailable for " + key));
            } else {
                send(call, 200, how == Mode.BABBLING ? Map.of("message", "all is well") : answer(call, body));
            }
        } catch (IOException gone) {
            // Who gave up waiting needs no answer.
        }
    }

    private static void send(HttpExchange call, int status, Object answer) throws IOException {
        byte[] json = Json.write(answer);
        call.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        call.sendResponseHeaders(status, json.length);
        call.getResponseBody().write(json);
    }
}
