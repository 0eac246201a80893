/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.requestlog.EventSink;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.upstream.Upstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The service, started in this process as it is in production, with these variables for its whole environment. */
final class RunningService implements AutoCloseable {
    private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AuditLines audit;
    private String lastId = "none yet";
    private final ConfigurableApplicationContext context;

    RunningService(Map<String, String> variables, String... more) {
        this(
                variables,
                Stream.concat(
                                Stream.of(
                                        "--breakwater.rate-limit.policies[0].name=default",
                                        "--breakwater.rate-limit.policies[0].limits=10000 per minute"),
                                Stream.of(more))
                        .toList());
    }

    /** As its files and variables have it, limits included, but for the port. */
    static RunningService asDelivered(Map<String, String> variables, String... more) {
        return new RunningService(variables, List.of(more));
    }

    private RunningService(Map<String, String> variables, List<String> more) {
        SpringApplication application = new SpringApplication(DecisionApiApplication.class);
        application.addInitializers(starting -> {
            starting.getEnvironment()
                    .getPropertySources()
                    .replace(ENVIRONMENT, new SystemEnvironmentPropertySource(ENVIRONMENT, new HashMap<>(variables)));
            ((GenericApplicationContext) starting)
                    .registerBean(EventSink.class, () -> (level, line) -> events.add(line));
        });
        List<String> args = new ArrayList<>(
                List.of("--server.port=0", "--spring.main.banner-mode=off", "--breakwater.health.drain-delay=0s"));
        args.addAll(more);
        context = application.run(args.toArray(new String[0]));
        audit = new AuditLines();
    }

    RunningService(String... more) {
        this(Map.of(), more);
    }

    GeminiStandIn model() {
        return context.getBean(GeminiStandIn.class);
    }

    Upstream gemini() {
        return context.getBean(BreakwaterRuntime.class).upstream("gemini");
    }

    DecisionTally.Sums sums() {
        return context.getBean(DecisionTally.class).sums();
    }

    BreakwaterRuntime runtime() {
        return context.getBean(BreakwaterRuntime.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    String setting(String name) {
        return context.getEnvironment().getProperty(name, "");
    }

    /** The lines of the audit log. */
    List<String> audited() {
        return audit.lines();
    }

    /** Something else in this process called the model: so many tokens went in. */
    void spent(long tokens) {
        String answer = "{\"usageMetadata\":{\"promptTokenCount\":" + tokens + ",\"candidatesTokenCount\":0}}";
        runtime()
                .llmMeter()
                .record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash", answer.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> post(String path, String json, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).header("Content-Type", "application/json");
        return http.send(
                (headers.length == 0 ? request : request.headers(headers))
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> preflight(String origin, String header) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri("/api/v1/decide"))
                        .headers("Origin", origin, "Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", header)
                        .method("OPTIONS", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    /** Each of these, once, as fast as it goes. */
    List<Integer> burst(int many, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        HttpRequest sent = (headers.length == 0 ? request : request.headers(headers)).build();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            answers.add(http.sendAsync(sent, BodyHandlers.ofString()));
        }
        return answers.stream().map(answer -> answer.join().statusCode()).toList();
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return http.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> asking(String message, String plan) {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/v1/decide"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofString("{\"message\":\"" + message + "\",\"plan\":\"" + plan + "\"}"))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    /** Asks what can wait; returns the answer to that. */
    HttpResponse<String> later(String message) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/v1/decide/later"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\":\"" + message + "\"}"))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** The source of the answer. */
    String ask(String message) {
        HttpResponse<String> answer = asking(message, "pro").join();
        lastId = header(answer, "X-Request-Id");
        return source(answer);
    }

    static String source(HttpResponse<String> answer) {
        return answer.statusCode() == 200 ? field(answer.body(), "source") : "status " + answer.statusCode();
    }

    /** The events of requests so far, as soon as there are so many. */
    List<String> events(int many) {
        Awaitility.await().until(() -> ofRequests().size() >= many);
        return ofRequests();
    }

    /** Without the lines of what was decided when a request had ended. */
    private List<String> ofRequests() {
        return events.stream()
                .filter(line -> line.contains("\"event.name\":\"http.server.request\""))
                .toList();
    }

    /** The event of what was asked last, which may be written a moment after the answer. */
    String lastEvent() {
        return event(lastId);
    }

    String event(String id) {
        Awaitility.await().until(() -> events.stream().anyMatch(line -> line.contains(id)));
        return ofRequests().stream()
                .filter(line -> line.contains(id))
                .findFirst()
                .orElseThrow();
    }

    /** A field's value without quotes, or an empty text. */
    static String field(String json, String name) {
        int start = json.indexOf("\"" + name + "\":");
        if (start < 0) {
            return "";
        }
        int from = start + name.length() + 3;
        int end = from;
        while (",}".indexOf(json.charAt(end)) < 0) {
            end++;
        }
        return json.substring(from, end).replace("\"", "");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    static String header(HttpResponse<?> response, String name) {
        return String.join(", ", response.headers().allValues(name));
    }

    @Override
    public void close() {
        audit.close();
        context.close();
    }
}
