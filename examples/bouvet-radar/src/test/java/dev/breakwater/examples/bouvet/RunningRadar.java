/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import dev.breakwater.examples.bouvet.standin.DoffinStandIn;
import dev.breakwater.examples.bouvet.standin.KlassStandIn;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
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
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The service, started in this process as it is in production, on a free port, and a client of it. */
final class RunningRadar implements AutoCloseable {
    static final String NOTICES = "/api/notices";
    static final String CPV = "/api/cpv/2008";
    static final String COUNTIES = "/api/classifications/counties";
    static final String CLIENT = "203.0.113.5";
    static final String ORIGIN = "https://radar.example.org";

    final MovableTime time = new MovableTime();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final BouvetRadar service;

    private RunningRadar(Map<String, String> environment, boolean moving, String... arguments) {
        Map<String, String> variables = new HashMap<>(Map.of("PORT", "0"));
        variables.putAll(environment);
        service = BouvetRadar.start(new Options(
                variables, List.of(arguments), moving ? TimeSource.system() : time, (level, line) -> events.add(line)));
        Awaitility.await().until(() -> get("/readyz").statusCode() == 200);
    }

    /** With clocks that stand still. */
    static RunningRadar start(String... arguments) {
        return start(Map.of(), arguments);
    }

    /** With these environment variables alone, and clocks that stand still. */
    static RunningRadar start(Map<String, String> environment, String... arguments) {
        return new RunningRadar(environment, false, arguments);
    }

    /** With the machine's clocks. */
    static RunningRadar startInRealTime(Map<String, String> environment, String... arguments) {
        return new RunningRadar(environment, true, arguments);
    }

    int port() {
        return service.port();
    }

    BreakwaterRuntime runtime() {
        return service.runtime();
    }

    DoffinStandIn doffin() {
        return Objects.requireNonNull(service.doffin());
    }

    KlassStandIn klass() {
        return Objects.requireNonNull(service.klass());
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    HttpResponse<String> preflight(String path, String origin, String method) {
        return send("OPTIONS", path, "Origin", origin, "Access-Control-Request-Method", method);
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        return send(request(method, path, BodyPublishers.noBody(), headers));
    }

    HttpResponse<String> post(String path, String body) {
        return send(request("POST", path, BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException fault) {
            throw new IllegalStateException(fault);
        }
    }

    CompletableFuture<HttpResponse<String>> sending(String path, String... headers) {
        return http.sendAsync(request("GET", path, BodyPublishers.noBody(), headers), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body);
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    /** The status of each of this many requests for a client, one after the other. */
    List<Integer> statuses(int many, String path, String client) {
        return IntStream.range(0, many)
                .mapToObj(i -> get(path, "X-Forwarded-For", client).statusCode())
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

    List<String> events() {
        return events;
    }

    /** Does not wait: Jetty leaves idle connections a second, and those of the client are idle. */
    @Override
    public void close() {
        CompletableFuture.runAsync(service::close);
    }
}
