/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for OpenAI and Anthropic where there is no key: their wire formats over real HTTP on the loopback interface,
 * and the same answer to the same tip: {@code works} in it means 1, {@code expired} or {@code fails} 0, anything else one
 * half. A tip with {@value #FAIL} finds it overloaded. Listens from when it is first asked where.
 */
public final class ModelStandIn implements AutoCloseable {
    /** What a tip says that finds the model overloaded. */
    public static final String FAIL = "simulate-llm-failure";

    private static final int MAX_BODY = 64 * 1024;
    private static final int THREADS = 4;

    private final ObjectMapper json = new ObjectMapper();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, ModelStandIn::daemon);
    private final AtomicInteger calls = new AtomicInteger();
    private @Nullable HttpServer server;

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "model-stand-in");
        thread.setDaemon(true);
        return thread;
    }

    /** Where it listens. */
    public synchronized URI endpoint() {
        if (server == null) {
            server = listen();
        }
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
    }

    private HttpServer listen() {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            listening.createContext(
                    "/v1/chat/completions", call -> handle(call, "Authorization", ModelStandIn::openai));
            listening.createContext("/v1/messages", call -> handle(call, "x-api-key", ModelStandIn::anthropic));
            listening.setExecutor(threads);
            listening.start();
            return listening;
        } catch (IOException noSocket) {
            throw new UncheckedIOException("the stand-in for models cannot listen on the loopback interface", noSocket);
        }
    }

    /** How many requests have come. */
    public int calls() {
        return calls.get();
    }

    private void handle(HttpExchange call, String credential, Wording wording) throws IOException {
        calls.incrementAndGet();
        try (call) {
            JsonNode question = json.readTree(call.getRequestBody().readNBytes(MAX_BODY));
            JsonNode messages = question.path("messages");
            String tip = messages.path(messages.size() - 1).path("content").asText("");
            if (call.getRequestHeaders().getFirst(credential) == null) {
                send(call, 401, error("authentication_error", "There is no key."));
            } else if (tip.contains(FAIL)) {
                send(call, 503, error("overloaded_error", "Overloaded."));
            } else {
                send(call, 200, wording.answer(question.path("model").asText(), opinion(tip)));
            }
        } catch (JsonProcessingException notJson) {
            send(call, 400, error("invalid_request_error", "The body is not JSON."));
        }
    }

    private static String opinion(String tip) {
        String words = tip.toLowerCase(Locale.ROOT);
        if (words.contains("expired") || words.contains("fails")) {
            return "{\"works\": 0}";
        }
        return words.contains("works") ? "{\"works\": 1}" : "{\"works\": 0.5}";
    }

    private static Map<String, Object> openai(String model, String opinion) {
        return Map.of(
                "id",
                "chatcmpl-stand-in",
                "object",
                "chat.completion",
                "model",
                model,
                "choices",
                List.of(Map.of(
                        "index",
                        0,
                        "message",
                        Map.of("role", "assistant", "content", opinion),
                        "finish_reason",
                        "stop")),
                "usage",
                Map.of("prompt_tokens", 90, "completion_tokens", 8, "total_tokens", 98));
    }

    private static Map<String, Object> anthropic(String model, String opinion) {
        return Map.of(
                "id",
                "msg_stand_in",
                "type",
                "message",
                "role",
                "assistant",
                "model",
                model,
                "content",
                List.of(Map.of("type", "text", "text", opinion)),
                "stop_reason",
                "end_turn",
                "usage",
                Map.of("input_tokens", 90, "output_tokens", 8));
    }

    private static Map<String, Object> error(String type, String message) {
        return Map.of("error", Map.of("type", type, "message", message));
    }

    private void send(HttpExchange call, int status, Map<String, Object> answer) throws IOException {
        byte[] body = json.writeValueAsBytes(answer);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    @FunctionalInterface
    private interface Wording {
        Map<String, Object> answer(String model, String opinion);
    }
}
