/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Critical requests among a crowd of ordinary ones, in virtual time. */
class OverloadSimulationTest {
    private static final Duration SHORT_WAIT = Duration.ofMillis(100);

    @ParameterizedTest(name = "{0} permits at {1}x, each request 50 ms: {2}")
    @CsvSource({
        "10, 5, true",
        "10, 8, true",
        "10, 5, false",
        "50, 5, true",
        "50, 8, true",
        "50, 5, false",
        "50, 8, false"
    })
    void servesNineHundredAndNinetyNineOfAThousandCriticalRequestsAndWastesNoCapacity(
            int permits, double load, boolean steady) {
        Simulation seen = new Simulation(permits, SHORT_WAIT, steady).run(load, 100_000);
        assertThat(seen.criticalServed()).as(seen.toString()).isGreaterThanOrEqualTo(0.999);
        assertThat(seen.ordinaryServed()).as(seen.toString()).isPositive();
        assertThat(seen.used()).as(seen.toString()).isGreaterThanOrEqualTo(0.9);
    }

    @ParameterizedTest(name = "{0} permits at {1}x")
    @CsvSource({"10, 5", "10, 8", "50, 5", "50, 8"})
    void withoutAWaitStillServesThemFarMoreOftenThanOthers(int permits, double load) {
        Simulation seen = new Simulation(permits, Duration.ZERO, false).run(load, 100_000);
        assertThat(seen.criticalServed()).as(seen.toString()).isGreaterThan(4 * seen.ordinaryServed());
        assertThat(seen.used()).as(seen.toString()).isGreaterThan(0.85);
    }

    @Test
    void withoutOverloadServesAll() {
        Simulation seen = new Simulation(50, SHORT_WAIT, true).run(0.7, 100_000);
        assertThat(seen.criticalServed()).as(seen.toString()).isEqualTo(1);
        assertThat(seen.ordinaryServed()).as(seen.toString()).isGreaterThan(0.999);
    }
}
