/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.health.HealthPolicy;
import dev.breakwater.policy.Problems;
import dev.breakwater.traffic.TrafficPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys {@code metrics.*}: whether requests and decisions are counted, by what, and where operators read it.
 *
 * @param enabled whether anything is counted, and any of the paths answered
 * @param traffic how requests are counted and judged
 * @param json where everything is told as JSON; null for nowhere
 * @param prometheus where meters are told to Prometheus; null for nowhere
 * @param summary where the state is told on one screen; null for nowhere
 */
public record MetricsSettings(
        boolean enabled,
        TrafficPolicy traffic,
        @Nullable String json,
        @Nullable String prometheus,
        @Nullable String summary) {
    private static final String NONE = "none";

    private static final Key<Boolean> ENABLED = Key.of(
                    "enabled",
                    ValueTypes.bool(),
                    "BW-METRICS-101",
                    "Whether requests and decisions are counted: in memory, and in Micrometer if it is there.")
            .defaultsTo("true");

    private static final Key<String> JSON = Key.of(
                    "json",
                    ValueTypes.text(),
                    "BW-METRICS-102",
                    "Everything, as JSON; in Prometheus' formats for who asks for these.")
            .defaultsTo("/metrics");

    private static final Key<String> PROMETHEUS = Key.of(
                    "prometheus",
                    ValueTypes.text(),
                    "BW-METRICS-103",
                    "All meters, as text for Prometheus or, for who asks for it, as OpenMetrics.")
            .defaultsTo("/metrics/prometheus");

    private static final Key<String> SUMMARY = Key.of(
                    "summary", ValueTypes.text(), "BW-METRICS-104", "How the service is, on one screen.")
            .defaultsTo("/metrics/summary");

    private static final Group PATHS = Group.section(
            "paths", "Where operators read it: exact paths; none frees a path.", JSON, PROMETHEUS, SUMMARY);

    private static final Key<Integer> MAX_ROUTES = Key.of(
                    "max-routes",
                    ValueTypes.integer(1, 10_000),
                    "BW-METRICS-105",
                    "How many routes are told apart; all others are counted together, as _OTHER.")
            .defaultsTo("200");

    private static final Key<Double> AVAILABILITY = Key.of(
                    "availability",
                    ValueTypes.decimal(0.001, 99.9999),
                    "BW-METRICS-106",
                    "Percent of requests that the service must not fail on.")
            .defaultsTo("99.9");

    private static final Key<Duration> LATENCY = Key.of(
                    "latency",
                    ValueTypes.duration("1ms", "1h"),
                    "BW-METRICS-107",
                    "Within what time a request is to be answered.")
            .defaultsTo("500ms");

    private static final Key<Double> LATENCY_TARGET = Key.of(
                    "latency-target",
                    ValueTypes.decimal(0.001, 99.9999),
                    "BW-METRICS-108",
                    "Percent of requests that are to be answered in that time.")
            .defaultsTo("95");

    private static final Group SLO =
            Group.section("slo", "What is promised about requests.", AVAILABILITY, LATENCY, LATENCY_TARGET);

    static final Group GROUP =
            Group.section("metrics", "Statistics, meters, and where they are read.", ENABLED, PATHS, MAX_ROUTES, SLO);

    static MetricsSettings read(Settings root, @Nullable HealthPolicy health, Problems problems) {
        Settings section = root.section(GROUP);
        Settings paths = section.section(PATHS);
        boolean enabled = section.get(ENABLED);
        MetricsSettings read = new MetricsSettings(
                enabled,
                Objects.requireNonNullElseGet(
                        section.build(() -> policy(section, health, paths), problems), TrafficPolicy::defaults),
                path(paths, JSON),
                path(paths, PROMETHEUS),
                path(paths, SUMMARY));
        if (enabled) {
            MetricsPaths.check(read, health, ReportingSettings.path(root), problems);
        }
        return read;
    }

    private static TrafficPolicy policy(Settings section, @Nullable HealthPolicy health, Settings paths) {
        Settings slo = section.section(SLO);
        List<String> ours = pathsIn(paths);
        if (health != null) {
            ours.addAll(health.paths());
        }
        return TrafficPolicy.builder()
                .maxRoutes(section.get(MAX_ROUTES))
                .availability(slo.get(AVAILABILITY))
                .latency(slo.get(LATENCY))
                .latencyTarget(slo.get(LATENCY_TARGET))
                .ourPaths(ours)
                .build();
    }

    private static @Nullable String path(Settings paths, Key<String> key) {
        String path = paths.get(key).strip();
        return path.equalsIgnoreCase(NONE) ? null : path;
    }

    /** The paths that are answered by these settings: what a request log leaves out. Empty if metrics are not enabled. */
    static List<String> paths(Settings root) {
        Settings section = root.section(GROUP);
        return section.get(ENABLED) ? pathsIn(section.section(PATHS)) : List.of();
    }

    private static List<String> pathsIn(Settings paths) {
        List<String> all = new ArrayList<>();
        for (Key<String> key : List.of(JSON, PROMETHEUS, SUMMARY)) {
            String path = path(paths, key);
            if (path != null && MetricsPaths.isExact(path)) {
                all.add(path);
            }
        }
        return all;
    }
}
