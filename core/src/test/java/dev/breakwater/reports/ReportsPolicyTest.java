/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsPolicyTest {
    @Test
    void takesSixHundredAMinuteUnlessToldOtherwise() {
        assertThat(ReportsPolicy.builder("/reports").build().maxPerMinute()).isEqualTo(600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/reports/**", "/*", "/{name}"})
    void wantsOnePath(String path) {
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> ReportsPolicy.builder(path).build())
                .satisfies(invalid ->
                        assertThat(invalid.problems()).extracting(Problem::code).contains("BW-REPORT-001"));
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(
                        () -> ReportsPolicy.builder("reports").maxPerMinute(0).build())
                .satisfies(invalid -> assertThat(invalid.problems())
                        .extracting(Problem::code)
                        .containsExactly("BW-PATH-001", "BW-REPORT-002"));
    }
}
