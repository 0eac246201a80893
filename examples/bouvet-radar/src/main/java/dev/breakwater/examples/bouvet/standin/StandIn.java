/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.examples.bouvet.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on the loopback interface that answers as another one does, counts its calls, and can be told to fail. */
public abstract class StandIn implements AutoCloseable {
    private static final int THREADS = 8;

    /** How calls are answered. */
    public enum Mode {
        /** As they should be. */
        WELL,
        /** With status 503. */
        FAILING,
        /** With status 200, and nothing that could be used. */
        BABBLING,
        /** Only after a second. */
        SLOW
    }

    /**
     * An answer.
     *
     * @param status the status
     * @param json what becomes the body
     */
    record Answer(int status, Map<String, ?> json) {
        Answer {
            json = Map.copyOf(json);
        }
    }

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, StandIn::daemon);
    private final AtomicInteger calls = new AtomicInteger();
    private final HttpServer server;
    private volatile Mode mode = Mode.WELL;

    StandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noSocket) {
            throw new UncheckedIOException("a stand-in cannot listen on the loopback interface", noSocket);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "stand-in");
        thread.setDaemon(true);
        return thread;
    }

    final void start() {
        server.start();
    }

    /** What is answered if all is well. */
    abstract Answer answer(HttpExchange call);

    final URI url(String path) {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + path);
    }

    /** From now on calls are answered like this. */
    public final void answer(Mode next) {
        mode = next;
    }

    /** How many calls have come. */
    public final int calls() {
        return calls.get();
    }

    @Override
    public final void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange call) throws IOException {
        calls.incrementAndGet();
        switch (mode) {
            case FAILING -> send(call, new Answer(503, failure(call)));
            case BABBLING -> send(call, new Answer(200, Map.of("message", "all is well")));
            case SLOW -> {
                pause();
                send(call, answer(call));
            }
            case WELL -> send(call, answer(call));
        }
    }

    // As careless as real ones: what it says must go no further.
    private static Map<String, ?> failure(HttpExchange call) {
        return Map.of("message", "failed with " + call.getRequestHeaders().values());
    }

    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange call, Answer answer) throws IOException {
        try (call) {
            byte[] body = Json.write(answer.json());
            call.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            call.sendResponseHeaders(answer.status(), body.length);
            call.getResponseBody().write(body);
        }
    }
}
