/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that does what a request's query says: a status, {@code hang}, {@code cut} or {@code chat}. */
final class ModelServer implements AutoCloseable {
    private static final byte[] ANSWER = ("{\"id\":\"1\",\"model\":\"gpt-6-luna\",\"usage\":"
                    + "{\"prompt_tokens\":200,\"completion_tokens\":150,\"total_tokens\":350}}")
            .getBytes(UTF_8);

    private static final byte[] PIECE = ("data: {\"id\":\"1\",\"model\":\"gpt-6-luna\",\"choices\":[{\"index\":0,"
                    + "\"delta\":{\"content\":\"some words \"}}]}\n\n")
            .getBytes(UTF_8);

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Queue<String> next = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer server;

    ModelServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        String first = next.poll();
        String doing = first == null ? exchange.getRequestURI().getQuery() : first;
        switch (doing) {
            case "hang" -> {
                // Its connection stays open until whoever asked closes it.
            }
            case "cut" -> {
                exchange.sendResponseHeaders(200, ANSWER.length);
                exchange.getResponseBody().write(ANSWER, 0, ANSWER.length / 2);
                exchange.getResponseBody().flush();
                exchange.close();
            }
            case "chat" -> chat(exchange);
            default -> {
                exchange.sendResponseHeaders(Integer.parseInt(doing), ANSWER.length);
                exchange.getResponseBody().write(ANSWER);
                exchange.close();
            }
        }
    }

    /** As many pieces as somebody reads. */
    private static void chat(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        for (int i = 0; i < 10_000; i++) {
            exchange.getResponseBody().write(PIECE);
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }

    /** What it does with the next requests, whatever they say. */
    void next(String... doings) {
        next.addAll(List.of(doings));
    }

    /** How many requests have come. */
    int asked() {
        return asked.get();
    }

    /** A request for at most 500 tokens. */
    HttpRequest request(String doing) {
        return asking(doing).build();
    }

    /** The same, which waits for its answer no longer than this. */
    HttpRequest request(String doing, Duration timeout) {
        return asking(doing).timeout(timeout).build();
    }

    private HttpRequest.Builder asking(String doing) {
        return HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + server.getAddress().getPort() + "/v1/chat/completions?" + doing))
                .header("Idempotency-Key", "1")
                .POST(BodyPublishers.ofString("{\"model\":\"gpt-6-luna\",\"max_tokens\":500}"));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
