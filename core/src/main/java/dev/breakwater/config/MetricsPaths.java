/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.health.HealthPolicy;
import dev.breakwater.policy.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that each path of {@code metrics.paths.*} is one, and nobody else's. */
final class MetricsPaths {
    // Where operators are answered whatever the settings say.
    private static final List<String> OURS = List.of("/breakwater", "/breakwater/report", "/breakwater/offenders");

    private final Problems problems;
    private final Map<String, String> taken = new HashMap<>();

    private MetricsPaths(@Nullable HealthPolicy health, @Nullable String reporting, Problems problems) {
        this.problems = problems;
        OURS.forEach(path -> taken.put(path, "Breakwater's own endpoints"));
        if (reporting != null) {
            taken.put(reporting, "headers.reporting.path");
        }
        if (health != null) {
            health.paths().forEach(path -> taken.put(path, "health.paths"));
        }
    }

    static void check(
            MetricsSettings metrics, @Nullable HealthPolicy health, @Nullable String reporting, Problems problems) {
        MetricsPaths paths = new MetricsPaths(health, reporting, problems);
        paths.check("json", metrics.json());
        paths.check("prometheus", metrics.prometheus());
        paths.check("summary", metrics.summary());
    }

    static boolean isExact(String path) {
        return path.startsWith("/") && path.indexOf('*') < 0 && path.indexOf('{') < 0;
    }

    private void check(String name, @Nullable String path) {
        if (path == null) {
            return;
        }
        String key = "metrics.paths." + name;
        if (!isExact(path)) {
            problems.error(
                    "BW-METRICS-004",
                    key,
                    path,
                    "an exact path that begins with /, or none",
                    "Write one path; patterns are not for endpoints.");
            return;
        }
        String other = taken.putIfAbsent(path, key);
        if (other != null) {
            problems.error(
                    "BW-METRICS-005", key, path, "a path of its own", "It is also under " + other + "; change one.");
        }
    }
}
