/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import dev.breakwater.benchmarks.services.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Decision API as it is delivered, before a language model that can be broken. */
final class DecisionApi implements Service {
    private static final Path JAR = Path.of("examples", "decision-api", "target", "decision-api.jar");
    private static final Duration SLOW = Duration.ofMillis(3_500);
    // At the guide's 0.35 USD for a million tokens: 7 USD, above the 5 USD of the day.
    private static final int EXPENSIVE = 20_000_000;

    private final ModelStandIn model = new ModelStandIn();
    private final int port = ServiceProcess.freePort();
    private final Speed speed;
    private final Path directory;
    private @Nullable ServiceProcess process;
    private @Nullable Traffic traffic;

    DecisionApi(Speed speed, Path directory) throws IOException {
        this.speed = speed;
        this.directory = directory;
    }

    @Override
    public String job() {
        return "decision-api";
    }

    @Override
    public String scraped(Speed faster) {
        return ScrapeJob.of(job(), "/metrics/prometheus", faster.of(Duration.ofSeconds(15)), List.of(port));
    }

    @Override
    public void start() throws Exception {
        Map<String, String> environment = Map.of(
                "API_HOST", "127.0.0.1",
                "API_PORT", Integer.toString(port),
                "GOOGLE_API_KEY", "a-key-for-the-drill",
                "GOOGLE_URL", model.url(),
                // One answer of the drill costs more tokens than a user may spend in an hour.
                "USER_TOKENS_PER_HOUR", "100000000000",
                "LOG_DIR", directory.resolve("decision-api-logs").toString(),
                "BREAKWATER_CALLER_TRUSTED_PROXIES", "127.0.0.1");
        // Kept before it is ready, so that it is ended even if it never is.
        ServiceProcess started =
                ServiceProcess.start(JAR, arguments(), environment, directory.resolve("decision-api.log"));
        process = started;
        started.awaitReady(URI.create(url("/readyz")));
        traffic = Traffic.start(20, this::request);
    }

    // The breaker looks and waits for as long, compared with the rules, as it does when it is deployed. A day that is a
    // minute lets the drill see the end of it.
    private List<String> arguments() {
        return List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--breakwater.upstreams.gemini.breaker.window=" + Speed.text(speed.of(Duration.ofMinutes(1))),
                "--breakwater.upstreams.gemini.breaker.wait=" + Speed.text(speed.of(Duration.ofSeconds(15))),
                "--breakwater.cost.budgets[0].name=daily",
                "--breakwater.cost.budgets[0].limit=5.00 USD",
                "--breakwater.cost.budgets[0].period=minute");
    }

    /** A third of the questions are for the model, and new to it. */
    private HttpRequest request(int number) {
        String message = number % 3 == 0 ? "How do I export report " + number + "?" : "I will cancel, number " + number;
        return Requests.post(
                url("/api/v1/decide"), Requests.user(number), "{\"message\": \"" + message + "\", \"plan\": \"pro\"}");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    @Override
    public Traffic traffic() {
        if (traffic == null) {
            throw new IllegalStateException("not started");
        }
        return traffic;
    }

    @Override
    public List<Fault> faults() {
        return List.of(modelAway(), modelFails(), modelSlow(), budgetSpent());
    }

    private Fault modelAway() {
        return Fault.of(
                "llm-away",
                "the language model's port is closed",
                aModelThatFails(),
                Set.of("ComponentDegraded"),
                true,
                model::refuse,
                model::accept);
    }

    private Fault modelFails() {
        return Fault.of(
                "llm-fails",
                "the language model answers 500",
                aModelThatFails(),
                Set.of("ComponentDegraded"),
                true,
                () -> model.answerWith(500),
                () -> model.answerWith(200));
    }

    private static List<Expected> aModelThatFails() {
        return List.of(
                Expected.within(5, "UpstreamAiFailureRate"),
                Expected.now("UpstreamBreakerOpen"),
                Expected.within(5, "FallbackRate"));
    }

    /** Within its deadline of 10 s, so that nothing fails: users wait. */
    private Fault modelSlow() {
        return Fault.of(
                "llm-slow",
                "the language model takes 3.5 s",
                List.of(Expected.within(5, "HighLatency"), Expected.within(5, "HighLatencyCritical")),
                Set.of("LatencyBudgetBurn fast"),
                true,
                () -> model.answerAfter(SLOW),
                () -> model.answerAfter(Duration.ZERO));
    }

    private Fault budgetSpent() {
        return new Fault(
                "budget-spent",
                "one answer costs more than the day may; the day is a minute",
                List.of(Expected.now("LlmBudgetSpent")),
                Set.of("LlmBudgetNearlySpent", "FallbackRate"),
                true,
                () -> model.charge(EXPENSIVE),
                model::chargeAsUsual,
                Duration.ofMinutes(1));
    }

    @Override
    public void close() {
        if (traffic != null) {
            traffic.close();
        }
        if (process != null) {
            process.close();
        }
        model.close();
    }
}
