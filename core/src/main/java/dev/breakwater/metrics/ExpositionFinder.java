/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;

/** Finds a registry that speaks Prometheus' formats, in a composite too. */
final class ExpositionFinder {
    private ExpositionFinder() {}

    static @Nullable Exposition in(MeterRegistry registry) {
        return MetersOnClassPath.prometheusIsThere() ? search(registry) : null;
    }

    private static @Nullable Exposition search(MeterRegistry registry) {
        if (registry instanceof CompositeMeterRegistry composite) {
            for (MeterRegistry part : composite.getRegistries()) {
                Exposition found = search(part);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        return PrometheusMeters.expositionOf(registry);
    }
}
