/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import dev.breakwater.examples.dealhealth.standin.ModelStandIn;
import dev.breakwater.requestlog.EventSink;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.servlet.DispatcherServlet;

/** An instance, started in this process as it is in production, with these variables for its whole environment. */
final class RunningService implements AutoCloseable {
    static final String SECRET = "a-secret-of-the-tests-of-no-worth-at-all";

    private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConfigurableApplicationContext context;

    RunningService(Map<String, String> variables, String... more) {
        SpringApplication application = new SpringApplication(DealHealthApplication.class);
        Map<String, Object> environment = new HashMap<>(
                Map.of("HOST", "127.0.0.1", "PORT", "0", "MONITORING_METRICS_PORT", "0", "JWT_SECRET", SECRET));
        environment.putAll(variables);
        application.addInitializers(starting -> {
            starting.getEnvironment()
                    .getPropertySources()
                    .replace(ENVIRONMENT, new SystemEnvironmentPropertySource(ENVIRONMENT, environment));
            ((GenericApplicationContext) starting)
                    .registerBean(EventSink.class, () -> (level, line) -> events.add(line));
        });
        List<String> args = new ArrayList<>(List.of(
                "--spring.main.banner-mode=off",
                "--breakwater.health.drain-delay=0s",
                "--breakwater.health.interval=200ms",
                "--deal-health.events.finish-within=200ms",
                "--deal-health.events.backoff=10ms",
                "--deal-health.events.max-backoff=20ms"));
        args.addAll(List.of(more));
        context = application.run(args.toArray(new String[0]));
    }

    /** A user's headers. */
    String[] as(String user) {
        return new String[] {
            "Authorization", "Bearer " + context.getBean(Tokens.class).mint(user, Duration.ofHours(1))
        };
    }

    ModelStandIn model() {
        return context.getBean(ModelStandIn.class);
    }

    DispatcherServlet dispatcher() {
        return context.getBean(DispatcherServlet.class);
    }

    BreakwaterRuntime runtime() {
        return context.getBean(BreakwaterRuntime.class);
    }

    /** The lines of the request log. */
    List<String> log() {
        return List.copyOf(events);
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return http.send(request(port(), path, headers).GET().build(), BodyHandlers.ofString());
    }

    /** From the second port. */
    HttpResponse<String> ops(String path, String... headers) throws Exception {
        int port = runtime().opsPort().orElseThrow();
        return http.send(request(port, path, headers).GET().build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> getting(String path, String... headers) {
        return http.sendAsync(request(port(), path, headers).GET().build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json, String... headers) throws Exception {
        return http.send(
                request(port(), path, headers)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> preflight(String path, String origin) throws Exception {
        return http.send(
                request(port(), path)
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int port, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** A number in JSON, NaN if it is not there. */
    static double number(HttpResponse<String> answer, String member) {
        String start = "\"" + member + "\":";
        int from = answer.body().indexOf(start) + start.length();
        int end = from;
        while (end < answer.body().length()
                && "0123456789.E-".indexOf(answer.body().charAt(end)) >= 0) {
            end++;
        }
        return from < start.length()
                ? Double.NaN
                : Double.parseDouble(answer.body().substring(from, end));
    }

    @Override
    public void close() {
        context.close();
    }
}
