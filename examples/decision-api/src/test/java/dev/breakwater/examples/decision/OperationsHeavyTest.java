/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.breakwater.examples.decision.Operations.Query;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules and dashboards, held against a real Prometheus that scrapes this service under traffic of all kinds. On Debian:
 * {@code apt-get install prometheus}. Without it the test fails, unless {@code -Dops.skip=true} says that this is known.
 */
@Tag("heavy")
@DisabledIfSystemProperty(named = "ops.skip", matches = "true", disabledReason = "-Dops.skip=true")
class OperationsHeavyTest {
    private static final String JOB = "decision-api";
    private static final String DATABASE = "with-database";
    private static final Duration LONGEST = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    @BeforeAll
    static void theToolsAreThere() {
        try {
            run("promtool", "--version");
            run("prometheus", "--version");
        } catch (IOException absent) {
            fail(
                    "promtool and prometheus are needed (on Debian: apt-get install prometheus); -Dops.skip=true goes"
                            + " without",
                    absent);
        }
    }

    @Test
    void theRulesAreRulesAndTheirTestsPass() throws IOException {
        run("promtool", paths("check", "rules", Operations.files(Operations.RULES, ".yml")));
        String tested = run("promtool", paths("test", "rules", Operations.files(Operations.TESTS, ".yml")));
        assertThat(tested).contains("SUCCESS").doesNotContain("FAILED");
    }

    @Test
    void theScrapeConfigurationIsOne() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "a-token-of-enough-characters");
        Path rules = Files.createDirectory(directory.resolve("rules"));
        for (Path file : Operations.files(Operations.RULES, ".yml")) {
            Files.copy(file, rules.resolve(file.getFileName()));
        }
        String configuration = Operations.text(Operations.DIRECTORY.resolve("prometheus/prometheus.yml"))
                .replace("/run/secrets/ops-token", token.toString());
        Path file = Files.writeString(directory.resolve("prometheus.yml"), configuration);
        assertThat(run("promtool", "check", "config", file.toString())).contains("4 rule files found");
    }

    @Test
    void everyQueryOfEveryDashboardReturnsData() throws Exception {
        try (RunningService service = new RunningService(
                        "--breakwater.upstreams.gemini.timeout=500ms",
                        "--breakwater.upstreams.gemini.breaker.wait=2s",
                        "--breakwater.overload.max-concurrent=10",
                        "--breakwater.overload.max-wait=100ms",
                        "--breakwater.rate-limit.policies[1].name=ping",
                        "--breakwater.rate-limit.policies[1].paths=/api/v1/ping",
                        "--breakwater.rate-limit.policies[1].limits=5 per second");
                PooledDatabase database = new PooledDatabase();
                RealPrometheus prometheus =
                        RealPrometheus.scraping(Map.of(JOB, service.port(), DATABASE, database.port()), directory)) {
            Traffic traffic = new Traffic(service);
            Awaitility.await()
                    .atMost(LONGEST)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        traffic.round();
                        assertThat(withoutData(prometheus)).isEmpty();
                    });
            assertThat(prometheus.faults()).isEmpty();
            assertThat(Operations.queries()).hasSizeGreaterThan(80);
        }
    }

    private static List<String> withoutData(RealPrometheus prometheus) {
        List<String> empty = new ArrayList<>();
        for (Query query : Operations.queries()) {
            String job = query.dashboard().equals("database.json") ? DATABASE : JOB;
            String sent = query.with(variables(job));
            if (prometheus.samples(sent).isEmpty()) {
                empty.add(query.dashboard() + ", " + query.panel() + ": " + sent);
            }
        }
        return empty;
    }

    // Longer names first: $__range is the beginning of another one.
    private static Map<String, String> variables(String job) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("__rate_interval", "1m");
        variables.put("__range", "6h");
        variables.put("instance", ".*");
        variables.put("job", job);
        return variables;
    }

    private static String[] paths(String verb, String what, List<Path> files) {
        List<String> words = new ArrayList<>(List.of(verb, what));
        files.forEach(file -> words.add(file.toString()));
        return words.toArray(new String[0]);
    }

    /** What it printed; a status other than 0 fails. */
    private static String run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(printed).isZero();
        return printed;
    }

    /** Whatever can happen to a request: good, refused, failed, slow, limited, shed, waiting. */
    private static final class Traffic {
        private final RunningService service;
        private int rounds;

        Traffic(RunningService service) {
            this.service = service;
        }

        void round() throws Exception {
            rounds++;
            service.ask("Our whole site is down"); // a rule
            service.ask("I will cancel"); // another
            service.ask("How do I export a report?"); // the model, then its cache
            service.ask("Question " + rounds);
            service.ask(rounds + " " + GeminiStandIn.FAIL);
            service.get("/api/v1/nothing");
            for (int i = 0; i < 10; i++) {
                service.get("/api/v1/ping"); // half of them too many
            }
            for (int i = 0; i < 5; i++) {
                service.later("Not urgent, " + rounds + "." + i);
            }
            crowd();
        }

        /** More at the same time than are let in, with a model that hangs. */
        private void crowd() {
            List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                asked.add(service.asking(rounds + "." + i + " " + GeminiStandIn.HANG, "pro"));
            }
            asked.forEach(CompletableFuture::join);
        }
    }
}
