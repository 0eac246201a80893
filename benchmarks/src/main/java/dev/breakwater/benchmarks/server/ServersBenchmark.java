/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Loads whole servers with wrk, a round of each after the other, and says what a request costs them:
 * {@code java -cp benchmarks/target/benchmarks.jar dev.breakwater.benchmarks.server.ServersBenchmark --rounds=5}. See the
 * README of this module for what the figures mean.
 */
public final class ServersBenchmark {
    private final Options options;
    private final PrintStream out;
    private final Map<Variant, RunningServer> servers = new EnumMap<>(Variant.class);
    private final Map<Variant, List<Measurement>> found = new EnumMap<>(Variant.class);

    private ServersBenchmark(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Measures, prints a table, and writes it to {@code report.md}. */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(arguments);
        Files.createDirectories(options.target());
        ServersBenchmark benchmark = new ServersBenchmark(options, System.out);
        // Also when it is broken off: nothing may go on.
        Runtime.getRuntime().addShutdownHook(new Thread(benchmark::stop));
        benchmark.run();
    }

    private void run() throws IOException, InterruptedException {
        out.println(Wrk.version());
        Map<Variant, List<String>> filters = new EnumMap<>(Variant.class);
        for (Variant variant : options.variants()) {
            start(variant);
            filters.put(variant, server(variant).filters());
        }
        for (Variant variant : options.variants()) {
            out.println("warming up " + variant.module);
            server(variant).warmUp(options);
        }
        for (int round = 0; round < options.rounds(); round++) {
            measure(round);
        }
        String report = Report.of(options, found, filters);
        Path file = options.target().resolve("report.md");
        Files.writeString(file, report);
        out.println();
        out.println(report);
        out.println("This is in " + file);
    }

    private synchronized void start(Variant variant) throws IOException, InterruptedException {
        servers.put(variant, RunningServer.start(variant, options));
        out.println("checked " + variant.module);
    }

    private synchronized RunningServer server(Variant variant) {
        RunningServer server = servers.get(variant);
        if (server == null) {
            throw new IllegalStateException(variant + " is not running");
        }
        return server;
    }

    // Each round begins with another, so that none is always the one behind the same neighbour.
    private void measure(int round) throws IOException, InterruptedException {
        List<Variant> order = new ArrayList<>(options.variants());
        Collections.rotate(order, round);
        for (Variant variant : order) {
            Measurement measurement = server(variant).measure(options);
            found.computeIfAbsent(variant, it -> new ArrayList<>()).add(measurement);
            out.printf(
                    "round %d %-20s %8.1f us CPU/request %9.0f requests/s %8.0f B/request%n",
                    round + 1, variant.module, measurement.cpuMicros(), measurement.perSecond(), measurement.bytes());
        }
    }

    private synchronized void stop() {
        servers.values().forEach(RunningServer::close);
    }
}
