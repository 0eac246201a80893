/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrafficPolicyTest {
    @Test
    void saysAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> TrafficPolicy.builder()
                        .maxRoutes(0)
                        .availability(100)
                        .latency(Duration.ZERO)
                        .latencyTarget(Double.NaN)
                        .build())
                .isInstanceOfSatisfying(
                        InvalidPolicyException.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(Problem::code)
                                .containsExactly(
                                        "BW-METRICS-001", "BW-METRICS-002", "BW-METRICS-003", "BW-METRICS-002"));
    }

    @Test
    void promisesTheUsualByDefault() {
        TrafficPolicy usual = TrafficPolicy.defaults();
        assertThat(usual.maxRoutes()).isEqualTo(200);
        assertThat(usual.availability()).isEqualTo(99.9);
        assertThat(usual.latency()).isEqualTo(Duration.ofMillis(500));
        assertThat(usual.latencyTarget()).isEqualTo(95);
    }
}
