/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.redis;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to measure.
 *
 * @param server the Redis to run; without one, that which comes with the benchmarks
 * @param threads that ask
 * @param warmUpNanos how long they ask before it counts
 * @param measureNanos how long they ask
 * @param rounds how often everything is measured; the median of each is shown
 * @param only what the names of contenders contain that are measured beside the bare script
 */
record Options(Optional<Path> server, int threads, long warmUpNanos, long measureNanos, int rounds, String only) {
    static final String USAGE =
            "--server=/usr/bin/redis-server --threads=32 --warm-up=2 --seconds=5 --rounds=1 --only=Bucket4j";

    private static final long SECOND = 1_000_000_000;

    /** From the command line. */
    static Options parse(String... arguments) {
        Options options = new Options(Optional.empty(), 32, 2 * SECOND, 5 * SECOND, 1, "");
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                throw unknown(argument);
            }
            options = options.with(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--server" ->
                new Options(Optional.of(Path.of(value)), threads, warmUpNanos, measureNanos, rounds, only);
            case "--threads" -> new Options(server, Integer.parseInt(value), warmUpNanos, measureNanos, rounds, only);
            case "--warm-up" ->
                new Options(server, threads, Long.parseLong(value) * SECOND, measureNanos, rounds, only);
            case "--seconds" -> new Options(server, threads, warmUpNanos, Long.parseLong(value) * SECOND, rounds, only);
            case "--rounds" -> new Options(server, threads, warmUpNanos, measureNanos, Integer.parseInt(value), only);
            case "--only" -> new Options(server, threads, warmUpNanos, measureNanos, rounds, value);
            default -> throw unknown(name);
        };
    }

    private static IllegalArgumentException unknown(String argument) {
        return new IllegalArgumentException(argument + " (expected: " + USAGE + ")");
    }
}
