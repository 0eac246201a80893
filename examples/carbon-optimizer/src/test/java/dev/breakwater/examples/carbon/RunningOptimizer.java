/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

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
import java.util.stream.IntStream;
import org.apache.catalina.LifecycleException;
import org.awaitility.Awaitility;
import org.slf4j.bridge.SLF4JBridgeHandler;
import tools.jackson.databind.JsonNode;

/** The service, started in this process as it is in production, on a free port, and a client of it. */
final class RunningOptimizer implements AutoCloseable {
    static final String OPTIMIZE = "/api/v1/optimize";
    static final String INTENSITY = "/api/v1/carbon-intensity?zone=";
    static final String ZONES = "/api/v1/zones";
    static final String WORK = "{\"durationHours\":2,\"powerWatts\":1000,\"zones\":[\"DE\"]}";

    static {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    final MovableTime time = new MovableTime();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final CarbonOptimizer service;

    private RunningOptimizer(Map<String, String> environment, boolean moving, String... arguments) {
        Map<String, String> variables = new HashMap<>(Map.of("PORT", "0"));
        variables.putAll(environment);
        try {
            service = CarbonOptimizer.start(new Options(
                    variables,
                    List.of(arguments),
                    moving ? TimeSource.system() : time,
                    (level, line) -> events.add(line)));
        } catch (LifecycleException fault) {
            throw new IllegalStateException(fault);
        }
        Awaitility.await().until(() -> get("/readyz").statusCode() == 200);
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

    int port() {
        return service.port();
    }

    ElectricityMapsStandIn maps() {
        return Objects.requireNonNull(service.standIn());
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> optimize(String json, String... headers) {
        return headers.length == 0
                ? send("POST", OPTIMIZE, json, "Content-Type", "application/json")
                : send("POST", OPTIMIZE, json, headers);
    }

    HttpResponse<String> preflight(String path, String origin, String method) {
        return send(
                "OPTIONS",
                path,
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                "content-type");
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

    CompletableFuture<HttpResponse<String>> sending(String method, String path, String body, String... headers) {
        return http.sendAsync(request(method, path, body, headers), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    /** The status of each of this many requests for a client, one after the other. */
    List<Integer> statuses(int many, String method, String path, String body, String client) {
        return IntStream.range(0, many)
                .mapToObj(i -> send(method, path, body, "Content-Type", "application/json", "X-Forwarded-For", client)
                        .statusCode())
                .toList();
    }

    /** What an answer's JSON says at this place, as text. */
    static String said(HttpResponse<String> response, String pointer) {
        JsonNode node =
                Json.read(response.body().getBytes(StandardCharsets.UTF_8)).at(pointer);
        return node.isMissingNode() ? "nothing" : node.asString();
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

    Upstream upstream() {
        return service.runtime().upstream(ElectricityMaps.UPSTREAM);
    }

    List<String> events() {
        return events;
    }

    @Override
    public void close() {
        service.close();
    }
}
