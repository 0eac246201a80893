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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in for Gemini where there is no key: the same wire format over real HTTP on the loopback interface, the same
 * answer to the same message, and always the usage that the deployment guide reckons with, 200 tokens in and 150 out. A
 * message that contains {@value #FAIL} makes it fail as Google does, {@value #BABBLE} makes it answer something useless.
 */
final class GeminiStandIn implements AutoCloseable {
    static final String FAIL = "simulate-llm-failure";
    static final String BABBLE = "simulate-llm-garbage";

    private static final String PATH = "/v1beta/models/";
    private static final String METHOD = ":generateContent";
    private static final int MAX_BODY = 256 * 1024;

    private final JsonMapper json = JsonMapper.builder().build();
    private final ExecutorService threads = Executors.newFixedThreadPool(8, GeminiStandIn::daemon);
    private final HttpServer server;

    GeminiStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noSocket) {
            throw new UncheckedIOException("the stand-in for Gemini cannot listen on the loopback interface", noSocket);
        }
        server.createContext(PATH, this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "gemini-stand-in");
        thread.setDaemon(true);
        return thread;
    }

    URI endpoint() {
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange call) throws IOException {
        try (call) {
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
            return;
        }
        send(call, 200, generated(model, message.contains(BABBLE) ? "As a language model" : opinion(message)));
    }

    private static String message(JsonNode request) {
        return request.at("/contents/0/parts/0/text").asString("");
    }

    private static String opinion(String message) {
        Phrases phrases = new Phrases(message);
        Action action = phrases.haveAny("breach", "leaked", "hacked", "lost all", "data loss")
                ? Action.ESCALATE
                : phrases.haveAny("disappointed", "competitor", "too expensive") ? Action.RETAIN : Action.REPLY;
        int percent = 60 + Math.floorMod(message.hashCode(), 36);
        return "{\"action\": \"" + action.text() + "\", \"confidence\": 0." + percent + "}";
    }

    private static Map<String, Object> generated(String model, String text) {
        Map<String, Object> content = Map.of("parts", List.of(Map.of("text", text)), "role", "model");
        return Map.of(
                "candidates",
                List.of(Map.of("content", content, "finishReason", "STOP", "avgLogprobs", -0.021)),
                "usageMetadata",
                Map.of(
                        "promptTokenCount", 200,
                        "candidatesTokenCount", 150,
                        "totalTokenCount", 350,
                        "promptTokensDetails", List.of(Map.of("modality", "TEXT", "tokenCount", 200)),
                        "candidatesTokensDetails", List.of(Map.of("modality", "TEXT", "tokenCount", 150))),
                "modelVersion",
                model + "-002",
                "responseId",
                "stand-in-" + Integer.toHexString(text.hashCode()));
    }

    private void fail(HttpExchange call, int status, String code, String message) throws IOException {
        send(call, status, Map.of("error", Map.of("code", status, "message", message, "status", code)));
    }

    private void send(HttpExchange call, int status, Map<String, Object> answer) throws IOException {
        byte[] body = json.writeValueAsBytes(answer);
        call.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
    }
}
