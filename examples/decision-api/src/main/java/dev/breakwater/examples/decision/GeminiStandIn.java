/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in for Gemini where there is no key: the same wire format over real HTTP on the loopback interface, the same
 * answer to the same message, and always the usage that the deployment guide reckons with, 200 tokens in and 150 out. What
 * a message contains makes it fail in the ways that models do: {@value #FAIL}, {@value #BABBLE}, {@value #HANG}, {@value
 * #DRIP}. {@link #refuse} closes its port. Holds no thread for those it lets wait.
 */
public final class GeminiStandIn implements AutoCloseable {
    /** The model is overloaded: 503. */
    public static final String FAIL = "simulate-llm-failure";
    /** An answer that is paid for and useless. */
    public static final String BABBLE = "simulate-llm-garbage";
    /** No answer, ever. */
    public static final String HANG = "simulate-llm-hang";
    /** A right answer that begins at once and comes byte by byte, for minutes. */
    public static final String DRIP = "simulate-llm-drip";

    private static final String PATH = "/v1beta/models/";
    private static final String METHOD = ":generateContent";
    private static final int MAX_BODY = 256 * 1024;
    private static final int THREADS = 8;

    private final JsonMapper json = JsonMapper.builder().build();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, GeminiStandIn::daemon);
    private final StalledCalls stalled = new StalledCalls(GeminiStandIn::daemon);
    private final AtomicInteger calls = new AtomicInteger();
    private final int port;
    private HttpServer server;
    private volatile Duration thinking = Duration.ZERO;

    GeminiStandIn() {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    private HttpServer listen(int where) {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 0);
            listening.createContext(PATH, this::handle);
            listening.setExecutor(threads);
            listening.start();
            return listening;
        } catch (IOException noSocket) {
            throw new UncheckedIOException("the stand-in for Gemini cannot listen on the loopback interface", noSocket);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "gemini-stand-in");
        thread.setDaemon(true);
        return thread;
    }

    URI endpoint() {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port);
    }

    /** How many requests have come. */
    public int calls() {
        return calls.get();
    }

    /** Closes the port, so that connections are refused; {@link #accept} opens it again. */
    public synchronized void refuse() {
        server.stop(0);
    }

    /** Takes {@link #refuse} back. */
    public synchronized void accept() {
        server = listen(port);
    }

    /** From now on each good answer takes this long. */
    public void answerAfter(Duration span) {
        thinking = span;
    }

    @Override
    public synchronized void close() {
        stalled.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange call) throws IOException {
        calls.incrementAndGet();
        byte[] body = call.getRequestBody().readNBytes(MAX_BODY);
        String path = call.getRequestURI().getPath();
        if (!call.getRequestMethod().equals("POST") || !path.endsWith(METHOD)) {
            fail(call, 404, "NOT_FOUND", "There is no such method.");
        } else if (call.getRequestHeaders().getFirst("x-goog-api-key") == null) {
            fail(call, 403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.");
        } else {
            answer(call, path.substring(PATH.length(), path.length() - METHOD.length()), body);
        }
    }

    private void answer(HttpExchange call, String model, byte[] body) throws IOException {
        String message;
        try {
            message = message(json.readTree(body));
        } catch (JacksonException notJson) {
            fail(call, 400, "INVALID_ARGUMENT", "Invalid JSON payload received.");
            return;
        }
        if (message.contains(FAIL)) {
            fail(call, 503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
        } else if (message.contains(HANG)) {
            stalled.hold(call);
        } else if (message.contains(DRIP)) {
            stalled.drip(begun(call, 200, generated(model, message)), call);
        } else if (thinking.isZero()) {
            send(call, 200, generated(model, message));
        } else {
            stalled.after(thinking, call, () -> send(call, 200, generated(model, message)));
        }
    }

    private static String message(JsonNode request) {
        return request.at("/contents/0/parts/0/text").asString("");
    }

    private static Map<String, Object> generated(String model, String message) {
        return GeneratedAnswer.to(message, model, message.contains(BABBLE));
    }

    private void fail(HttpExchange call, int status, String code, String message) throws IOException {
        send(call, status, Map.of("error", Map.of("code", status, "message", message, "status", code)));
    }

    private void send(HttpExchange call, int status, Map<String, Object> answer) throws IOException {
        try (call) {
            call.getResponseBody().write(begun(call, status, answer));
        }
    }

    /** Sends the headers; the body is still to be written. */
    private byte[] begun(HttpExchange call, int status, Map<String, Object> answer) throws IOException {
        byte[] body = json.writeValueAsBytes(answer);
        call.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        call.sendResponseHeaders(status, body.length);
        return body;
    }
}
