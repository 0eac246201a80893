/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/**
 * Answers as OpenAI, Anthropic and Google do, and bills what it answers. Compresses for those who can read it. What it is
 * told to refuse first it refuses, for nothing.
 */
final class LlmStandIn implements AutoCloseable {
    private static final int MOST_COMMENTS = 2_000;

    /** Some of everything. */
    static final Used USED = new Used(86, 1920, 0, 180, 120);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    private final List<BigDecimal> bill = new CopyOnWriteArrayList<>();
    private final List<Sent> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger hungUp = new AtomicInteger();
    private volatile Used used = USED;
    private volatile CountDownLatch rest = new CountDownLatch(0);

    LlmStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * A request as it came.
     *
     * @param path its path and query
     * @param retries the retry count that its SDK told; null if none
     * @param body its body
     */
    record Sent(String path, String retries, String body) {}

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next requests get these statuses. */
    void refuse(Integer... statuses) {
        refusals.addAll(List.of(statuses));
    }

    /** All answers use this much from now on. */
    void uses(Used tokens) {
        used = tokens;
    }

    /** Streams stop in their middle until this is counted down. */
    CountDownLatch holdStreams() {
        rest = new CountDownLatch(1);
        return rest;
    }

    /** What it charges, in nano-dollars, answer by answer. */
    List<BigDecimal> bill() {
        return bill;
    }

    List<Sent> received() {
        return received;
    }

    Sent last() {
        return received.get(received.size() - 1);
    }

    /** How many callers have gone in the middle of their streams. */
    int hungUp() {
        return hungUp.get();
    }

    /** As new. */
    void forget() {
        rest.countDown();
        refusals.clear();
        bill.clear();
        received.clear();
        hungUp.set(0);
        used = USED;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            received.add(new Sent(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("X-Stainless-Retry-Count"),
                    body));
            Integer refusal = refusals.poll();
            if (exchange.getRequestMethod().equals("GET")) {
                refuse(exchange, 404);
            } else if (refusal == null) {
                work(exchange, ProviderAnswer.to(exchange.getRequestURI().toString(), body));
            } else {
                refuse(exchange, refusal);
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        byte[] body = "{\"error\":{\"message\":\"later\",\"type\":\"busy\"}}".getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        // Lets SDKs try again at once.
        exchange.getResponseHeaders().set("Retry-After-Ms", "1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void work(HttpExchange exchange, ProviderAnswer answer) throws IOException {
        Used taken = used.upTo(answer.maxOutput());
        bill.add(taken.cost(answer.model()));
        List<String> parts = answer.parts(taken);
        exchange.getResponseHeaders()
                .set("Content-Type", answer.isStreamed() ? "text/event-stream" : "application/json");
        if (answer.isStreamed()) {
            stream(exchange, parts);
        } else {
            send(exchange, parts.get(0).getBytes(UTF_8));
        }
    }

    private static boolean readsGzip(HttpExchange exchange) {
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        return accepted != null && accepted.contains("gzip");
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        byte[] sent = body;
        if (readsGzip(exchange)) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(packed)) {
                out.write(body);
            }
            sent = packed.toByteArray();
        }
        exchange.sendResponseHeaders(200, sent.length);
        exchange.getResponseBody().write(sent);
    }

    private void stream(HttpExchange exchange, List<String> events) throws IOException {
        boolean gzip = readsGzip(exchange);
        if (gzip) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        OutputStream out = gzip ? new GZIPOutputStream(body, 512, true) : body;
        int middle = events.size() / 2;
        for (int i = 0; i < events.size(); i++) {
            if (i == middle && held()) {
                waitUntilGone(out);
                return;
            }
            out.write(events.get(i).getBytes(UTF_8));
            out.flush();
        }
        out.close();
    }

    private boolean held() {
        return rest.getCount() > 0;
    }

    /** Comments until nobody reads them. */
    private void waitUntilGone(OutputStream out) {
        try {
            for (int i = 0; i < MOST_COMMENTS && !rest.await(2, TimeUnit.MILLISECONDS); i++) {
                out.write(": wait\n\n".getBytes(UTF_8));
                out.flush();
            }
        } catch (IOException gone) {
            hungUp.incrementAndGet();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        rest.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
