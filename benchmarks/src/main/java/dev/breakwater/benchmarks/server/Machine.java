/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.server;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What all this ran on. */
final class Machine {
    private Machine() {}

    static String describe() throws IOException, InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return String.join(
                "; ",
                Runtime.getRuntime().availableProcessors() + " cores of " + named("/proc/cpuinfo", "model name", ":"),
                Math.round(system.getTotalMemorySize() / (double) (1 << 30)) + " GiB",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " ("
                        + named("/etc/os-release", "PRETTY_NAME", "=") + ")",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                Wrk.version());
    }

    private static String named(String file, String name, String separator) throws IOException {
        if (!Files.isReadable(Path.of(file))) {
            return "?";
        }
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line ->
                            line.substring(line.indexOf(separator) + 1).strip().replace("\"", ""))
                    .findFirst()
                    .orElse("?");
        }
    }
}
