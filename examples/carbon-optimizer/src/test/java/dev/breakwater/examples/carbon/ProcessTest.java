/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exchange.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own, as a container runs it: its output, its end, its exit status. */
class ProcessTest {
    private static final String KEY = "planted-secret-0b9d6e31";

    @TempDir
    Path directory;

    @Test
    void onSigtermWhatRunsComesToItsEndAndEveryLineOfTheLogIsJson() throws Exception {
        try (ElectricityMapsStandIn maps = new ElectricityMapsStandIn(TimeSource.system())) {
            int port = freePort();
            Process process = start(Map.of(
                    "PORT",
                    Integer.toString(port),
                    "EL_MAPS_API_KEY",
                    KEY,
                    "EL_MAPS_URL",
                    maps.url().toString(),
                    "ENVIRONMENT",
                    "production"));
            try {
                Awaitility.await().until(() -> Probe.status(port) == 0);
                maps.answer(ElectricityMapsStandIn.Mode.SLOW);
                CompletableFuture<String> running = ask(port);
                Awaitility.await().until(() -> maps.calls() == 1);
                process.toHandle().destroy();
                assertThat(running.join()).startsWith("HTTP/1.1 200").contains("\"source\":\"electricity-maps\"");
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
            assertThat(lines).anyMatch(line -> line.contains("\"url.path\":\"/api/v1/carbon-intensity\""));
            assertThat(lines).noneMatch(line -> line.contains(KEY));
        }
    }

    @Test
    void whatIsConfiguredWronglyDoesNotStartAndSaysWhy() throws Exception {
        Process process = start(Map.of("PORT", "0", "ENVIRONMENT", "production", "DEBUG", "1", "EL_MAPS_API_KEY", KEY));
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(output())).contains("BW-CONF-013");
    }

    // With a connection of its own, closed afterwards: nobody waits for it to become idle.
    private static CompletableFuture<String> ask(int port) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                String request =
                        "GET /api/v1/carbon-intensity?zone=DE HTTP/1.1\r\nHost: me\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        });
    }

    private Process start(Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml"));
        Collections.addAll(command, "-cp", System.getProperty("java.class.path"), CarbonOptimizer.class.getName());
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
