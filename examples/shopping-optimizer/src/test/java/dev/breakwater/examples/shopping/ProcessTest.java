/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.shopping.standin.GeminiStandIn;
import dev.breakwater.examples.shopping.standin.SallingStandIn;
import dev.breakwater.exchange.TimeSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own, as a container or systemd runs it: its output, its end, its exit status. */
@Tag("heavy")
class ProcessTest {
    private static final String KEY = "planted-secret-0b9d6e31";

    @TempDir
    Path directory;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void onSigtermTheLoadBalancerIsToldFirstAndWhatRunsComesToItsEnd() throws Exception {
        try (SallingStandIn salling = new SallingStandIn(TimeSource.system());
                GeminiStandIn gemini = new GeminiStandIn()) {
            int port = freePort();
            Process process = start(Map.of(
                    "PORT",
                    Integer.toString(port),
                    "ENVIRONMENT",
                    "production",
                    "SALLING_GROUP_API_KEY",
                    KEY,
                    "SALLING_GROUP_URL",
                    salling.url().toString(),
                    "GOOGLE_API_KEY",
                    KEY,
                    "GOOGLE_URL",
                    gemini.url().toString(),
                    "BREAKWATER_HEALTH_DRAIN_DELAY",
                    "1s"));
            try {
                Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> status(port, "/readyz") == 200);
                salling.delay(Duration.ofSeconds(4));
                CompletableFuture<HttpResponse<String>> running =
                        http.sendAsync(request(port, "/api/v1/offers?zip=8000"), BodyHandlers.ofString());
                Awaitility.await().until(() -> salling.calls() == 1);
                process.toHandle().destroy();
                Awaitility.await().until(() -> status(port, "/readyz") == 503);
                assertThat(running.join().statusCode()).isEqualTo(200);
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(143); // 128 and SIGTERM
            } finally {
                process.destroyForcibly();
            }
            List<String> lines = Files.readAllLines(output());
            assertThat(lines)
                    .allSatisfy(line -> assertThat(Json.read(line.getBytes(StandardCharsets.UTF_8))
                                    .isObject())
                            .isTrue());
            assertThat(lines).anyMatch(line -> line.contains("Breakwater drained: ") && line.contains("aborted=0"));
            assertThat(lines).anyMatch(line -> line.contains("\"url.path\":\"/api/v1/offers\""));
            assertThat(lines).noneMatch(line -> line.contains(KEY));
        }
    }

    @Test
    void whatIsConfiguredWronglyDoesNotStartAndSaysWhy() throws Exception {
        Process process = start(Map.of("PORT", "0", "ENVIRONMENT", "production"));
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(output())).contains("SALLING_GROUP_API_KEY", "GOOGLE_API_KEY");
    }

    private int status(int port, String path) throws IOException, InterruptedException {
        try {
            return http.send(request(port, path), BodyHandlers.discarding()).statusCode();
        } catch (ConnectException notYet) {
            return 0;
        }
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
    }

    private Process start(Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml"));
        Collections.addAll(command, "-cp", System.getProperty("java.class.path"), ShoppingOptimizer.class.getName());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Path output() {
        return directory.resolve("output");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
