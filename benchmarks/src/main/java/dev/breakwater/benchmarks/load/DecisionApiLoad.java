/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import dev.breakwater.benchmarks.services.ServiceProcess;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A thousand users of the Decision API and more, each with a key and an address of its own and within its limit, and one who
 * asks far too much. First all of them ask in the same moment, then each asks every two seconds; the model takes 200 ms and
 * has room for 100 questions, so rules answer who is beyond. Then the model hangs.
 */
final class DecisionApiLoad implements Scenario {
    private static final int MOST_USERS = 1_500;
    private static final int GREEDY = MOST_USERS;
    private static final double SECONDS_BETWEEN = 2;
    private static final Duration MODEL = Duration.ofMillis(200);
    private static final double MODEL_ROOM = 100;
    private static final String FALLBACK = "\"source\":\"fallback\"";
    private static final String MODELS = "\"source\":\"llm\"";
    private static final String OPINION = """
            {"candidates": [{"content": {"role": "model", "parts": [{"text":
            "{\\"action\\": \\"reply\\", \\"confidence\\": 0.8, \\"churnRisk\\": \\"low\\"}"}]}, "finishReason": "STOP"}],
            "usageMetadata": {"promptTokenCount": 200, "candidatesTokenCount": 150, "totalTokenCount": 350},
            "modelVersion": "gemini-1.5-flash-002"}""";

    @Override
    public void run(Stage stage) throws Exception {
        int port = ServiceProcess.freePort();
        Path logs = stage.results().resolve("decision-api-logs-" + port);
        try (StandIn model = new StandIn(OPINION, MODEL);
                ServiceProcess service = stage.start("decision-api", "service", environment(port, model, logs))) {
            service.awaitReady(Stage.uri(port, "/readyz"));
            new Run(stage, port, model, logs).play();
        }
    }

    private static Map<String, String> environment(int port, StandIn model, Path logs) {
        return Map.of(
                "API_HOST",
                "127.0.0.1",
                "API_PORT",
                String.valueOf(port),
                "GOOGLE_API_KEY",
                "no-key-needed",
                "GOOGLE_URL",
                model.url(),
                "DECISION_API_KEYS",
                IntStream.rangeClosed(0, GREEDY)
                        .mapToObj(user -> "user-" + user + ":" + key(user))
                        .collect(Collectors.joining(",")),
                "DAILY_BUDGET_USD",
                "1000000",
                "BREAKWATER_CALLER_TRUSTED_PROXIES",
                "127.0.0.1",
                "LOG_DIR",
                logs.toAbsolutePath().toString());
    }

    private static String key(int user) {
        return "key-of-no-worth-" + user;
    }

    private static final class Run {
        private final Stage stage;
        private final Report report;
        private final int port;
        private final StandIn model;
        private final Path logs;
        private final AtomicInteger questions = new AtomicInteger();

        Run(Stage stage, int port, StandIn model, Path logs) {
            this.stage = stage;
            this.report = stage.report();
            this.port = port;
            this.model = model;
            this.logs = logs;
        }

        void play() throws Exception {
            steady("warm-up", 1_000, stage.seconds(10));
            Tally idle = few("idle before");
            for (int users : new int[] {1_000, MOST_USERS}) {
                atOnce(users);
                checked(users, steady(users + " users", users, stage.seconds(12)));
            }
            hanging();
            awaitModel();
            Tally after = few("idle after");
            report.atMost("p95 after the load, to that before", after.millis(0.95) / idle.millis(0.95), 2, "");
            leftovers();
        }

        private Tally few(String name) throws Exception {
            Tally tally = new Tally();
            new Phase(stage, name, stage.seconds(5))
                    .with(new Client.Arrivals(20, this::question, FALLBACK, MOST_USERS), tally)
                    .run();
            report.phase(name, stage.seconds(5).toMillis() / 1e3, tally);
            return tally;
        }

        /** Each over a connection that is new, as users have who come at once. */
        private void atOnce(int users) throws Exception {
            Tally tally = new Tally();
            String name = users + " users in one moment";
            Client.Arrivals all = new Client.Arrivals(users * 1e6, this::question, FALLBACK, users);
            long started = System.nanoTime();
            try (Client crowd = new Client()) {
                new Phase(stage, name, Duration.ofSeconds(1))
                        .with(() -> crowd.openLoop(all, Duration.ofNanos(1_000), tally), tally)
                        .run();
            }
            report.phase(name, (System.nanoTime() - started) / 1e9, tally);
            report.atLeast(name + ": sent", tally.sent(), users, "");
            answers(name, tally);
            report.atMost(name + ": p95", tally.millis(0.95) / 1e3, 2, " s");
        }

        private Tally steady(String name, int users, Duration span) throws Exception {
            Tally tally = new Tally();
            Tally greedy = new Tally();
            new Phase(stage, name, span)
                    .with(
                            new Client.Arrivals(
                                    users / SECONDS_BETWEEN, i -> question(i % users), FALLBACK, MOST_USERS),
                            tally)
                    .with(new Client.Arrivals(20, i -> question(GREEDY)), greedy)
                    .run();
            report.phase(name, span.toMillis() / 1e3, tally);
            report.phase(name + ", greedy one", span.toMillis() / 1e3, greedy);
            return tally;
        }

        private void checked(int users, Tally tally) {
            String name = users + " users";
            answers(name, tally);
            report.atMost(name + ": 429 to who is within the limit", tally.limited(), 0, "");
            report.atMost(name + ": p95", tally.millis(0.95) / 1e3, 2, " s");
            double room = MODEL_ROOM / (MODEL.toMillis() / 1e3) * SECONDS_BETWEEN / users;
            report.remark(String.format(
                    Locale.ROOT,
                    "%s: %.1f %% answered by rules for want of the model; its room is %.0f %% of the questions",
                    name,
                    100.0 * tally.marked() / tally.served(),
                    100 * room));
        }

        private void answers(String name, Tally tally) {
            report.atMost(name + ": no answer, or 5xx but 503", tally.failed() + tally.broken(), 0, "");
            report.atMost(
                    name + ": deliberate 503 and 429",
                    100.0 * (tally.unavailable() + tally.limited()) / tally.sent(),
                    5,
                    " %");
        }

        private void hanging() throws Exception {
            model.hang(true);
            Tally tally = steady("1000 users, model hangs", 1_000, Duration.ofSeconds(12));
            model.hang(false);
            String name = "1000 users, model hangs";
            report.atMost(name + ": 5xx, 503 too, 429 or no answer", tally.sent() - tally.served(), 0, "");
            report.atMost(name + ": p95", tally.millis(0.95) / 1e3, 2, " s");
            report.atMost(name + ": slowest, with a deadline of 10 s", tally.millis(1) / 1e3, 11, " s");
        }

        /** The breaker waits 15 s before it tries again. */
        private void awaitModel() throws InterruptedException {
            long started = System.nanoTime();
            Tally tally = new Tally();
            for (int i = 0; tally.marked() == 0 && System.nanoTime() - started < 60e9; i++) {
                stage.client()
                        .ask(question(i), System.nanoTime(), MODELS, tally)
                        .join();
                LockSupport.parkNanos(200_000_000);
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            report.atMost("the model is asked again after the breaker's 15 s, since it answers", seconds, 20, " s");
        }

        private void leftovers() throws Exception {
            Meters meters = Meters.of(stage.client(), Stage.uri(port, "/metrics/prometheus"));
            report.atMost("requests in flight afterwards", meters.sum("breakwater_overload_in_flight"), 0, "");
            report.atMost("questions to the model afterwards", meters.sum("breakwater_upstream_running"), 0, "");
            long lines = EventFiles.count(logs, "requests", "/api/v1/decide");
            report.require("one event each", questions + " lines", lines + " lines", lines == questions.get());
        }

        private HttpRequest question(int user) {
            String json = "{\"message\":\"How do I do number " + questions.incrementAndGet() + "?\",\"plan\":\"pro\"}";
            return Client.asking(Stage.uri(port, "/api/v1/decide"), Client.address(user))
                    .header("Content-Type", "application/json")
                    .header("X-API-Key", key(user))
                    .POST(BodyPublishers.ofString(json))
                    .build();
        }
    }
}
