/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A service in a process of its own, from the jar that would be deployed. What it prints goes to a file. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration TIME_TO_START = Duration.ofMinutes(2);
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(45);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);

    private final Process process;
    private final Path output;

    private ServiceProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a service on this JVM's Java. Whether it is ready is asked with {@link #awaitReady}.
     *
     * @param jar the jar to run
     * @param arguments of the JVM (those that begin with {@code -X} or {@code -D}) and of the service
     * @param environment added to that of this process
     * @param output what it prints
     */
    public static ServiceProcess start(Path jar, List<String> arguments, Map<String, String> environment, Path output)
            throws IOException {
        return start(List.of(), jar, arguments, environment, output);
    }

    /**
     * As {@link #start(Path, List, Map, Path)}, by way of another command.
     *
     * @param by the command that runs Java in its own place, and its arguments
     */
    public static ServiceProcess start(
            List<String> by, Path jar, List<String> arguments, Map<String, String> environment, Path output)
            throws IOException {
        if (!Files.exists(jar)) {
            throw new IOException(jar + " is not there. Build it first: mvn -q -DskipTests package");
        }
        List<String> command = new ArrayList<>(by);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        arguments.stream().filter(ServiceProcess::isForTheJvm).forEach(command::add);
        command.add("-jar");
        command.add(jar.toString());
        arguments.stream().filter(argument -> !isForTheJvm(argument)).forEach(command::add);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new ServiceProcess(endsWithThis(builder.start()), output);
    }

    /** The same process, which does not outlive this one, however this one ends (but by SIGKILL). */
    public static Process endsWithThis(Process process) {
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    private static boolean isForTheJvm(String argument) {
        return argument.startsWith("-X") || argument.startsWith("-D");
    }

    /** A port of the loopback that nobody has now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Waits until the service answers 200, for two minutes at most: machines may be busy.
     *
     * @throws IOException if the process has ended, or the time has; the message says where its output is
     */
    public ServiceProcess awaitReady(URI question) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long end = System.nanoTime() + TIME_TO_START.toNanos();
        while (System.nanoTime() - end < 0) {
            if (process.waitFor(BETWEEN_QUESTIONS.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the service ended with status " + process.exitValue() + ", see " + output);
            }
            if (answers200(client, question)) {
                return this;
            }
        }
        throw new IOException(question + " was not 200 within " + TIME_TO_START.toSeconds() + " s, see " + output);
    }

    private static boolean answers200(HttpClient client, URI question) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(question).timeout(Duration.ofSeconds(5)).build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The processor time it has used, user and system, to the clock tick. */
    public Duration cpuTime() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What it has printed so far. */
    public Path output() {
        return output;
    }

    /**
     * Asks it to end, as an orchestrator does (SIGTERM), and waits until it has.
     *
     * @return its exit status: 143 for a JVM that ended on SIGTERM
     */
    public int stop() throws InterruptedException, TimeoutException {
        process.destroy();
        if (!process.waitFor(TIME_TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new TimeoutException("the service did not end within " + TIME_TO_STOP.toSeconds() + " s of SIGTERM");
        }
        return process.exitValue();
    }

    /** Ends it at once, as a machine that is lost does (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while a service was being ended", e));
        }
    }
}
