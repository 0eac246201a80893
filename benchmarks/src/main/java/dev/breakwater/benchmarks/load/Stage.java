/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import dev.breakwater.benchmarks.services.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where a scenario plays.
 *
 * @param name the scenario's
 * @param quick whether to take a fifth of the time
 * @param results where logs and results go
 * @param client sends requests
 * @param report hears what became of them
 */
record Stage(String name, boolean quick, Path results, Client client, Report report) {
    private static final List<String> BEHIND = List.of("nice", "-n", "5");
    private static final String HEAP = "-Xmx512m";

    /** This long, or a fifth of it. */
    Duration seconds(int seconds) {
        return Duration.ofMillis(quick ? seconds * 200L : seconds * 1_000L);
    }

    /**
     * Starts one of the examples; does not wait until it is ready. Who measures goes before it where both want a processor,
     * as if on a machine of its own: otherwise the time that an answer waits here to be read would count as the service's.
     */
    ServiceProcess start(String example, String log, Map<String, String> environment) throws IOException {
        Path jar = Path.of("examples", example, "target", example + ".jar");
        return ServiceProcess.start(
                BEHIND, jar, List.of(HEAP), environment, results.resolve(name + "-" + log + ".log"));
    }

    /** A path of a service on this machine. */
    static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
