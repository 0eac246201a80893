/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import dev.breakwater.examples.shopping.standin.GeminiStandIn;
import dev.breakwater.examples.shopping.standin.SallingStandIn;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * The service, started in this process as it is in production, on a free port, and a client of it. {@link #shared} is one
 * for all test classes: each request comes from a client of its own there, and tests ask about postcodes of their own.
 */
final class RunningOptimizer implements AutoCloseable {
    static final String OFFERS = "/api/v1/offers?zip=";
    static final String OPTIMIZE = "/api/v1/optimize";
    static final String MEALS = "/api/v1/meals";

    private static final AtomicInteger CLIENTS = new AtomicInteger();
    private static final AtomicInteger ZIPS = new AtomicInteger(1000);

    final MovableTime time = new MovableTime();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ShoppingOptimizer service;

    private RunningOptimizer(Map<String, String> environment, boolean moving, String... arguments) {
        Map<String, String> variables = new HashMap<>(Map.of("PORT", "0"));
        variables.putAll(environment);
        try {
            service = ShoppingOptimizer.start(new Options(
                    variables,
                    List.of(arguments),
                    moving ? TimeSource.system() : time,
                    (level, line) -> events.add(line)));
        } catch (RuntimeException fault) {
            throw fault;
        } catch (Exception fault) {
            throw new IllegalStateException(fault);
        }
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .until(() -> get("/readyz").statusCode() == 200);
    }

    /** With default settings and clocks that stand still, unless a test moves them. */
    static RunningOptimizer shared() {
        return Shared.SERVICE;
    }

    /** Ends with the process. */
    private static final class Shared {
        static final RunningOptimizer SERVICE = start();
    }

    /** With clocks that stand still. */
    static RunningOptimizer start(String... arguments) {
        return start(Map.of(), arguments);
    }

    /** With these environment variables alone, and clocks that stand still. */
    static RunningOptimizer start(Map<String, String> environment, String... arguments) {
        return new RunningOptimizer(environment, false, arguments);
    }

    /** With the machine's clocks. */
    static RunningOptimizer startInRealTime(Map<String, String> environment, String... arguments) {
        return new RunningOptimizer(environment, true, arguments);
    }

    /** A postcode that nobody has asked about. */
    static String zip() {
        return Integer.toString(ZIPS.incrementAndGet());
    }

    /** An address that nobody has come from. */
    static String client() {
        int number = CLIENTS.incrementAndGet();
        return "100.64." + number / 250 + '.' + (1 + number % 250);
    }

    static String list(String zip, String items) {
        return "{\"zip\":\"" + zip + "\",\"items\":[" + items + "]}";
    }

    int port() {
        return service.port();
    }

    int serverThreads() {
        return service.serverThreads();
    }

    SallingStandIn salling() {
        return Objects.requireNonNull(service.salling());
    }

    GeminiStandIn gemini() {
        return Objects.requireNonNull(service.gemini());
    }

    Upstream upstream(String name) {
        return service.runtime().upstream(name);
    }

    /** For a client of its own, for whom nginx speaks. */
    HttpResponse<String> get(String path) {
        return send("GET", path, "", "X-Forwarded-For", client());
    }

    /** From this machine, with no proxy between. */
    HttpResponse<String> local(String path) {
        return send("GET", path, "");
    }

    HttpResponse<String> post(String path, String json) {
        return send("POST", path, json, "X-Forwarded-For", client(), "Content-Type", "application/json");
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        try {
            return http.send(request(method, path, body, headers), BodyHandlers.ofString());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException fault) {
            throw new IllegalStateException(fault);
        }
    }

    CompletableFuture<HttpResponse<String>> sending(String path) {
        return http.sendAsync(request("GET", path, "", "X-Forwarded-For", client()), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> posting(String path, String json) {
        return http.sendAsync(
                request("POST", path, json, "X-Forwarded-For", client(), "Content-Type", "application/json"),
                BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    /** What an answer's JSON says at this place, as text. */
    static String said(HttpResponse<String> response, String pointer) {
        JsonNode node =
                Json.read(response.body().getBytes(StandardCharsets.UTF_8)).at(pointer);
        return node.isMissingNode() ? "nothing" : node.isValueNode() ? node.asString() : node.toString();
    }

    static String header(HttpResponse<?> response, String name) {
        return String.join(", ", response.headers().allValues(name));
    }

    /** The event of the request that was answered so. */
    String eventOf(HttpResponse<?> response) {
        String id = header(response, "X-Request-Id");
        return Awaitility.await()
                .until(
                        () -> events.stream()
                                .filter(line -> line.contains("\"http.server.request\"") && line.contains(id))
                                .findFirst()
                                .orElse(""),
                        line -> !line.isEmpty());
    }

    List<String> events() {
        return events;
    }

    @Override
    public void close() {
        service.close();
    }
}
