/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.server;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a server took under load: per request, but for {@code perSecond}. */
record Measurement(
        double cpuMicros, double perSecond, double p50Micros, double p99Micros, double bytes, double logged) {
    /** The middle of a figure over the rounds; of an even number, the upper of the two. */
    static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        double[] sorted = sorted(rounds, figure);
        return sorted[sorted.length / 2];
    }

    /** The least and the most of a figure over the rounds. */
    static double[] range(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        double[] sorted = sorted(rounds, figure);
        return new double[] {sorted[0], sorted[sorted.length - 1]};
    }

    private static double[] sorted(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        double[] values = rounds.stream().mapToDouble(figure).toArray();
        Arrays.sort(values);
        return values;
    }
}
