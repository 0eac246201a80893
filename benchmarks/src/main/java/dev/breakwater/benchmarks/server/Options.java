/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.server;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How to measure.
 *
 * @param rounds how often everything is measured; the median is shown
 * @param warmUp seconds of load for each server before it counts; more if it still gets faster
 * @param seconds of load for each server in a round
 * @param connections of wrk, which uses one thread
 * @param only what the names of the servers contain that are measured beside the bare ones
 * @param modules where the modules of the servers are
 * @param target where files go
 * @param heap of each server, such as {@code 512m}
 */
record Options(
        int rounds, int warmUp, int seconds, int connections, String only, Path modules, Path target, String heap) {
    static final String USAGE = "--rounds=5 --warm-up=25 --seconds=8 --connections=16 --only=boot"
            + " --modules=benchmarks/servers --target=benchmarks/target/servers --heap=512m";

    static Options parse(String... arguments) {
        List<String> known = List.of(USAGE.replaceAll("=\\S*", "").split(" "));
        for (String argument : arguments) {
            if (!known.contains(argument.replaceAll("=.*", "")) || argument.indexOf('=') < 0) {
                throw new IllegalArgumentException(argument + " (expected: " + USAGE + ")");
            }
        }
        Given given = new Given(List.of(arguments));
        return new Options(
                Integer.parseInt(given.or("--rounds=", "5")),
                Integer.parseInt(given.or("--warm-up=", "25")),
                Integer.parseInt(given.or("--seconds=", "8")),
                Integer.parseInt(given.or("--connections=", "16")),
                given.or("--only=", ""),
                Path.of(given.or("--modules=", "benchmarks/servers")),
                Path.of(given.or("--target=", "benchmarks/target/servers")),
                given.or("--heap=", "512m"));
    }

    /** The servers to measure. */
    List<Variant> variants() {
        List<Variant> asked = Arrays.stream(Variant.values())
                .filter(variant -> variant.module.contains(only))
                .toList();
        return Arrays.stream(Variant.values())
                .filter(variant -> asked.stream().anyMatch(each -> each == variant || each.bare() == variant))
                .toList();
    }

    private record Given(List<String> arguments) {
        String or(String name, String otherwise) {
            return arguments.stream()
                    .filter(argument -> argument.startsWith(name))
                    .map(argument -> argument.substring(name.length()))
                    .findFirst()
                    .orElse(otherwise);
        }
    }
}
