/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures as Markdown. */
final class Report {
    private final List<String> lines = new ArrayList<>();
    private final Options options;
    private final Map<Variant, List<Measurement>> found;

    private Report(Options options, Map<Variant, List<Measurement>> found) {
        this.options = options;
        this.found = found;
    }

    static String of(Options options, Map<Variant, List<Measurement>> found, Map<Variant, List<String>> filters)
            throws IOException, InterruptedException {
        Report report = new Report(options, found);
        report.heading();
        report.table();
        report.filters(filters);
        return String.join("\n", report.lines) + "\n";
    }

    private void heading() throws IOException, InterruptedException {
        lines.add(Machine.describe() + ".");
        lines.add("");
        lines.add("%d rounds of %d s for each server, one after the other, after %d s of load or more; wrk with one"
                .formatted(options.rounds(), options.seconds(), options.warmUp()));
        lines.add("thread and %d connections, on the same cores as the server; each server with a heap of %s."
                .formatted(options.connections(), options.heap()));
        lines.add(
                "The median of the rounds, the least and the most in brackets; ratios are of the medians, to the bare");
        lines.add("server. *Latency* is that of a server that can do no more.");
        lines.add("");
    }

    private void table() {
        lines.add("| server | CPU per request, µs | ratio | requests/s | ratio | p50, ms | p99, ms | bytes allocated |"
                + " ratio | bytes logged |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|");
        found.forEach((variant, rounds) -> lines.add("| " + variant.module + " | "
                + String.join(
                        " | ",
                        spread("%.1f", rounds, Measurement::cpuMicros),
                        ratio(variant, Measurement::cpuMicros),
                        spread("%.0f", rounds, Measurement::perSecond),
                        ratio(variant, Measurement::perSecond),
                        text("%.2f", Measurement.median(rounds, Measurement::p50Micros) / 1e3),
                        text("%.2f", Measurement.median(rounds, Measurement::p99Micros) / 1e3),
                        text("%.0f", Measurement.median(rounds, Measurement::bytes)),
                        ratio(variant, Measurement::bytes),
                        text("%.0f", Measurement.median(rounds, Measurement::logged)))
                + " |"));
        lines.add("");
    }

    private void filters(Map<Variant, List<String>> filters) {
        lines.add("What each server says is registered:");
        lines.add("");
        filters.forEach((variant, names) -> {
            lines.add("- " + variant.module + (names.isEmpty() ? ": no filter" : ""));
            names.forEach(name -> lines.add("  - `" + name.replaceFirst("^filter ", "") + "`"));
        });
    }

    private static String spread(String format, List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        double[] range = Measurement.range(rounds, figure);
        return text(
                format + " (" + format + "–" + format + ")", Measurement.median(rounds, figure), range[0], range[1]);
    }

    private String ratio(Variant variant, ToDoubleFunction<Measurement> figure) {
        double bare = Measurement.median(found.getOrDefault(variant.bare(), List.of()), figure);
        return text("%.2f", Measurement.median(found.getOrDefault(variant, List.of()), figure) / bare);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
