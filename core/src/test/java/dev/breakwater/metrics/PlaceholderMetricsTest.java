/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class PlaceholderMetricsTest {
    @Test
    void micrometerIsThere() {
        assertThat(registry()).isNotNull();
    }

    private static MeterRegistry registry() {
        return new SimpleMeterRegistry();
    }
}
