/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus of this machine, on a port of its own, that scrapes every second and evaluates our rules. */
final class RealPrometheus implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private RealPrometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param directory where it may write
     * @param ports what to scrape at /metrics/prometheus, by the name of the job
     */
    static RealPrometheus scraping(Map<String, Integer> ports, Path directory) throws IOException {
        int port = freePort();
        Path configuration = directory.resolve("prometheus.yml");
        Files.writeString(configuration, configuration(ports));
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        RealPrometheus prometheus = new RealPrometheus(process, port);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> prometheus.get("/-/ready").contains("Ready"));
        return prometheus;
    }

    private static String configuration(Map<String, Integer> ports) {
        StringBuilder text = new StringBuilder("global: {scrape_interval: 1s, evaluation_interval: 1s}\n");
        text.append("rule_files: ['").append(Operations.RULES).append("/*.yml']\nscrape_configs:\n");
        ports.forEach((job, port) -> text.append("  - {job_name: ")
                .append(job)
                .append(", metrics_path: /metrics/prometheus, static_configs: [{targets: ['127.0.0.1:")
                .append(port)
                .append("']}]}\n"));
        return text.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The samples that a query returns now; those that are no numbers are left out. */
    List<Double> samples(String query) {
        JsonNode answer = JSON.readTree(get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)));
        if (!answer.path("status").asString().equals("success")) {
            throw new IllegalArgumentException(
                    query + ": " + answer.path("error").asString());
        }
        return answer.at("/data/result")
                .valueStream()
                .map(sample -> Double.valueOf(sample.at("/value/1").asString().replace("Inf", "Infinity")))
                .filter(value -> !value.isNaN())
                .toList();
    }

    /** How each scrape and each rule ended last: empty if all is well. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        JSON.readTree(get("/api/v1/targets")).at("/data/activeTargets").forEach(target -> {
            if (!target.path("health").asString().equals("up")) {
                faults.add(target.path("scrapeUrl").asString() + ": "
                        + target.path("lastError").asString());
            }
        });
        JSON.readTree(get("/api/v1/rules"))
                .at("/data/groups")
                .forEach(group -> group.path("rules").forEach(rule -> {
                    if (!rule.path("health").asString().equals("ok")) {
                        faults.add(rule.path("name").asString() + ": "
                                + rule.path("lastError").asString());
                    }
                }));
        return faults;
    }

    private String get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException gone) {
            throw new IllegalStateException("Prometheus does not answer", gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
