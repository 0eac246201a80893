/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One instance of the service, as a process of its own with an environment of its own. */
public final class Instance implements AutoCloseable {
    private static final String MAIN = "dev.breakwater.examples.dealhealth.DealHealthApplication";
    private static final long START_SECONDS = 90;
    private static final long STOP_SECONDS = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> environment;
    private final Path log;
    private final int port;
    private final int opsPort;
    private @Nullable Process process;

    /**
     * An instance that does not run yet.
     *
     * @param port where it serves
     * @param opsPort its second port
     * @param environment all of its environment beside the ports
     * @param log where its output goes
     */
    public Instance(int port, int opsPort, Map<String, String> environment, Path log) {
        this.port = port;
        this.opsPort = opsPort;
        this.environment = environment;
        this.log = log;
    }

    /** Where it serves. */
    public int port() {
        return port;
    }

    /** Its second port. */
    public int opsPort() {
        return opsPort;
    }

    /** Where its output goes. */
    public Path log() {
        return log;
    }

    /** Starts it; does not wait. */
    public void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(program(System.getProperty("java.class.path")));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("MONITORING_METRICS_PORT", Integer.toString(opsPort));
        process = builder.start();
    }

    /** The jar that this process runs from, or its class path where it runs from an IDE or in tests. */
    private static List<String> program(String classPath) {
        return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
                ? List.of("-jar", classPath)
                : List.of("-cp", classPath, MAIN);
    }

    /** Waits until it is ready for traffic. */
    public void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!isReady()) {
            Process running = process;
            if (running == null || !running.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("the instance on port " + port + " does not start; see " + log);
            }
            Thread.sleep(50);
        }
    }

    /** Whether its ready probe says so, as a load balancer asks. */
    public boolean isReady() throws InterruptedException {
        try {
            HttpRequest probe = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
                    .build();
            return http.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException away) {
            return false;
        }
    }

    /** Tells it to end, as a platform does (SIGTERM), and waits until it has; the exit status. */
    public int stop() throws IOException, InterruptedException {
        Process running = process;
        process = null;
        if (running == null) {
            return 0;
        }
        running.destroy();
        if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            running.destroyForcibly().waitFor();
            throw new IOException("the instance on port " + port + " did not end; see " + log);
        }
        return running.exitValue();
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }
}
