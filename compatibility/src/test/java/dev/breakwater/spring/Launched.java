/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** An application in a JVM of its own, started as an operator starts it. */
final class Launched implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LISTENING = " started on port ";

    private final Process process;
    private final Path output;

    private Launched(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a JVM with this test's class path.
     *
     * @param directory where its output goes
     * @param variables what its environment has besides
     * @param command options, main class and arguments
     */
    static Launched java(Path directory, Map<String, String> variables, String... command) throws IOException {
        return java(directory, System.getProperty("java.class.path"), variables, command);
    }

    /** Starts a JVM with another class path. */
    static Launched java(Path directory, String classPath, Map<String, String> variables, String... command)
            throws IOException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dserver.port=0",
                "-Dlogging.level.root=info",
                "-cp",
                classPath));
        line.addAll(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        return new Launched(builder.start(), output);
    }

    RawAnswer get(String path, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of("GET " + path + " HTTP/1.1"));
        lines.addAll(List.of(headers));
        return new RawClient(port()).send(new byte[0], lines.toArray(new String[0]));
    }

    /** What it has written so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The code it ends with, by itself. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still runs: " + output());
        }
        return process.exitValue();
    }

    private int port() {
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive() || output().contains(LISTENING));
        } catch (ConditionTimeoutException slow) {
            throw new AssertionError("does not listen: " + output(), slow);
        }
        String written = output();
        int start = written.indexOf(LISTENING) + LISTENING.length();
        if (start < LISTENING.length()) {
            throw new AssertionError("did not start: " + written);
        }
        return Integer.parseInt(written.substring(start, written.indexOf(' ', start)));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
