/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.redis;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.HashMap;
import java.util.Map;

/**
 * What Redis has done, by its own account. Immutable.
 *
 * @param calls how often it has run each command, also those that scripts ran
 * @param cpuMicros how long that took it
 */
record Commands(Map<String, Long> calls, double cpuMicros) {
    private static final String CALLS = "cmdstat_";
    private static final String CPU_SYSTEM = "used_cpu_sys:";
    private static final String CPU_USER = "used_cpu_user:";

    /** All since the server started. */
    static Commands read(RedisCommands<?, ?> redis) {
        Map<String, Long> calls = new HashMap<>();
        double cpu = 0;
        for (String line : redis.info("all").lines().toList()) {
            if (line.startsWith(CALLS)) {
                calls.put(line.substring(CALLS.length(), line.indexOf(':')), calls(line));
            } else if (line.startsWith(CPU_SYSTEM) || line.startsWith(CPU_USER)) {
                cpu += Double.parseDouble(line.substring(line.indexOf(':') + 1).trim()) * 1e6;
            }
        }
        return new Commands(Map.copyOf(calls), cpu);
    }

    private static long calls(String line) {
        return Long.parseLong(line, line.indexOf('=') + 1, line.indexOf(','), 10);
    }

    /** What was done after that. */
    Commands since(Commands earlier) {
        Map<String, Long> more = new HashMap<>();
        calls.forEach((name, now) -> more.put(name, now - earlier.of(name)));
        return new Commands(Map.copyOf(more), cpuMicros - earlier.cpuMicros);
    }

    /** How often this command was run. */
    long of(String command) {
        return calls.getOrDefault(command, 0L);
    }
}
