/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepLoadTest {
    @ParameterizedTest
    @CsvSource({"2000, 5, false", "2001, 0, true", "10, 6, true"})
    void aStepBreaksAtTheGuidesAlerts(long p95Millis, int errors, boolean broken) {
        assertThat(result(p95Millis, errors).isBroken()).isEqualTo(broken);
    }

    @Test
    void aStepIsALineWithItsShares() {
        assertThat(result(123, 5).line().trim().split(" +", -1))
                .containsExactly("50", "50", "1", "123", "9", "5.0", "%", "0.0", "%", "40.0", "%");
    }

    @Test
    void whereNobodyIsAnsweredAllFailed() {
        assertThat(new StepResult(50, Duration.ofSeconds(2), 0, 0, 0, 0, 0, 0, 0).isBroken())
                .isTrue();
    }

    private static StepResult result(long p95Millis, int errors) {
        return new StepResult(50, Duration.ofSeconds(2), 100, errors, 0, 40, 1, p95Millis, 9);
    }
}
