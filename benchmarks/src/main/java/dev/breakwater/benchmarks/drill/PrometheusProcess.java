/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import dev.breakwater.benchmarks.services.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus with these rules, in a process of its own. */
final class PrometheusProcess implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIME_TO_START = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI address;

    private PrometheusProcess(Process process, int port) {
        this.process = process;
        address = URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Starts it, and waits until it is ready.
     *
     * @param configuration its configuration, without the paths of rules
     * @param rules the files of rules
     * @param speed how fast it forgets a series that is not there any more
     * @param directory where it may write
     */
    static PrometheusProcess start(String configuration, List<Path> rules, Speed speed, Path directory)
            throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder(configuration).append("rule_files:\n");
        rules.forEach(file -> text.append("  - ").append(file.toAbsolutePath()).append('\n'));
        Path file = Files.writeString(directory.resolve("prometheus.yml"), text);
        int port = ServiceProcess.freePort();
        ProcessBuilder command = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--query.lookback-delta=" + Speed.text(speed.of(Duration.ofMinutes(5))),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile());
        PrometheusProcess prometheus = new PrometheusProcess(started(command), port);
        prometheus.awaitReady(directory.resolve("prometheus.log"));
        return prometheus;
    }

    private static Process started(ProcessBuilder command) throws IOException {
        try {
            return ServiceProcess.endsWithThis(command.start());
        } catch (IOException absent) {
            throw new IOException("prometheus is needed on the path (on Debian: apt-get install prometheus)", absent);
        }
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + TIME_TO_START.toNanos();
        while (System.nanoTime() - end < 0) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IOException("prometheus ended with status " + process.exitValue() + ", see " + log);
            }
            try {
                if (get("/-/ready").contains("Ready")) {
                    return;
                }
            } catch (IOException notYet) {
                // Asked again.
            }
        }
        close();
        throw new IOException("prometheus was not ready within " + TIME_TO_START.toSeconds() + " s, see " + log);
    }

    /** What fires now. */
    List<Alert> firing() throws IOException, InterruptedException {
        List<Alert> firing = new ArrayList<>();
        for (JsonNode alert : data("/api/v1/alerts").path("alerts")) {
            if (alert.path("state").asString().equals("firing")) {
                firing.add(new Alert(
                        name(alert.path("labels").path("alertname").asString(), alert.path("labels")),
                        alert.path("labels").path("job").asString(""),
                        alert.path("annotations").path("summary").asString("")));
            }
        }
        return firing;
    }

    /** How long the condition of each alert has to stand until it fires: its {@code for}. */
    Map<String, Duration> waits() throws IOException, InterruptedException {
        Map<String, Duration> waits = new HashMap<>();
        for (JsonNode group : data("/api/v1/rules").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (rule.path("type").asString().equals("alerting")) {
                    waits.put(
                            name(rule.path("name").asString(), rule.path("labels")),
                            Duration.ofMillis(Math.round(rule.path("duration").asDouble() * 1000)));
                }
            }
        }
        return waits;
    }

    private static String name(String name, JsonNode labels) {
        String burn = labels.path("burn").asString("");
        return burn.isEmpty() ? name : name + " " + burn;
    }

    /** What was not scraped or evaluated when it was last tried; empty if all is well. */
    List<String> faults() throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        for (JsonNode target : data("/api/v1/targets").path("activeTargets")) {
            if (!target.path("health").asString().equals("up")) {
                faults.add(target.path("scrapeUrl").asString() + ": "
                        + target.path("lastError").asString());
            }
        }
        for (JsonNode group : data("/api/v1/rules").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (rule.path("health").asString().equals("err")) {
                    faults.add(rule.path("name").asString() + ": "
                            + rule.path("lastError").asString());
                }
            }
        }
        return faults;
    }

    private JsonNode data(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path)).path("data");
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
