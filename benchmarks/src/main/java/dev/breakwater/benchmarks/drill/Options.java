/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.nio.file.Path;
import java.util.List;

/**
 * What to try, and how fast.
 *
 * @param speed by what the durations in rules are divided
 * @param only the names of the faults to inject; all if it is empty
 * @param report where the table goes
 */
record Options(Speed speed, List<String> only, Path report) {
    static final String USAGE = "--speed=30 --only=llm-away,instance-gone --report=benchmarks/target/alert-drill.md";

    /** From the command line. */
    static Options parse(String... arguments) {
        Options options = new Options(new Speed(30), List.of(), Path.of("benchmarks", "target", "alert-drill.md"));
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
            case "--speed" -> new Options(new Speed(Integer.parseInt(value)), only, report);
            case "--only" -> new Options(speed, List.of(value.split(",", -1)), report);
            case "--report" -> new Options(speed, only, Path.of(value));
            default -> throw unknown(name);
        };
    }

    private static IllegalArgumentException unknown(String argument) {
        return new IllegalArgumentException(argument + " (expected: " + USAGE + ")");
    }

    /** Whether this fault is to be injected. */
    boolean asksFor(Fault fault) {
        return only.isEmpty() || only.contains(fault.name());
    }
}
