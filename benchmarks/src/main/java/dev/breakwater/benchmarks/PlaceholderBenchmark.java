/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import dev.breakwater.PlaceholderName;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Stands in until the first real benchmark arrives. */
@State(Scope.Benchmark)
public class PlaceholderBenchmark {
    /**
     * Does next to nothing.
     *
     * @return a name
     */
    @Benchmark
    public String name() {
        return PlaceholderName.orDefault(null);
    }
}
