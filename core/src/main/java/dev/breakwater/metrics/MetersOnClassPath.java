/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import org.jspecify.annotations.Nullable;

/** Looks for libraries without needing them. */
public final class MetersOnClassPath {
    private static final String PROMETHEUS = "io.micrometer.prometheusmetrics.PrometheusMeterRegistry";

    private MetersOnClassPath() {}

    /**
     * Meters in a registry of their own that speaks Prometheus' formats, with those of the JVM and the process.
     *
     * @return null if micrometer-registry-prometheus is not on the class path
     */
    public static @Nullable Meters find() {
        return prometheusIsThere() ? PrometheusMeters.create() : null;
    }

    static boolean prometheusIsThere() {
        try {
            Class.forName(PROMETHEUS, false, MetersOnClassPath.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }
}
