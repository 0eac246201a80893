/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Stands in for Gemini over real HTTP on the loopback interface, and behaves as badly as it is told. */
final class ModelStandIn implements AutoCloseable {
    private static final String OPINION =
            "{\\\"action\\\": \\\"reply\\\", \\\"confidence\\\": 0.8, \\\"churnRisk\\\": \\\"low\\\"}";
    private static final int USUAL_TOKENS = 20;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4, ModelStandIn::daemon);
    private final int port;
    private HttpServer server;
    private volatile int status = 200;
    private volatile Duration thinking = Duration.ZERO;
    private volatile int tokens = USUAL_TOKENS;

    ModelStandIn() throws IOException {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "model-stand-in");
        thread.setDaemon(true);
        return thread;
    }

    private HttpServer listen(int where) throws IOException {
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 0);
        listening.createContext("/v1beta/models/", this::handle);
        listening.setExecutor(threads);
        listening.start();
        return listening;
    }

    /** Where it listens. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Closes the port, so that connections are refused. */
    synchronized void refuse() {
        server.stop(0);
    }

    /** Takes {@link #refuse} back. */
    synchronized void accept() throws IOException {
        server = listen(port);
    }

    /** From now on answers have this status. */
    void answerWith(int newStatus) {
        status = newStatus;
    }

    /** From now on answers take this long. */
    void answerAfter(Duration span) {
        thinking = span;
    }

    /** From now on an answer says that its question had so many tokens. */
    void charge(int tokensEach) {
        tokens = tokensEach;
    }

    /** Charges little again. */
    void chargeAsUsual() {
        tokens = USUAL_TOKENS;
    }

    private void handle(HttpExchange call) throws IOException {
        call.getRequestBody().readAllBytes();
        var unused = threads.schedule(() -> answer(call), thinking.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void answer(HttpExchange call) {
        try (call) {
            int now = status;
            byte[] body =
                    (now == 200 ? opinion() : "{\"error\": {\"code\": " + now + "}}").getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.sendResponseHeaders(now, body.length);
            call.getResponseBody().write(body);
        } catch (IOException gone) {
            // Whoever asked does not wait any more.
        }
    }

    private String opinion() {
        return "{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"" + OPINION + "\"}], \"role\": \"model\"},"
                + " \"finishReason\": \"STOP\"}], \"usageMetadata\": {\"promptTokenCount\": " + tokens
                + ", \"candidatesTokenCount\": 15, \"totalTokenCount\": " + (tokens + 15) + "}}";
    }

    @Override
    public synchronized void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
