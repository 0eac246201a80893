/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static dev.breakwater.examples.bouvet.RunningRadar.COUNTIES;
import static dev.breakwater.examples.bouvet.RunningRadar.CPV;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide's chapter "Scaling Strategies". */
class ScalingTest {
    @ParameterizedTest
    @ValueSource(strings = {CPV, CPV + "/72000000", COUNTIES})
    void instancesAnswerAlikeToTheLastByteSoThatAnyOfThemCanBeAsked(String path) {
        try (RunningRadar one = RunningRadar.start();
                RunningRadar another = RunningRadar.start()) {
            assertThat(one.get(path).body()).isEqualTo(another.get(path).body());
            assertThat(another.get(path, "If-None-Match", RunningRadar.header(one.get(path), "ETag"))
                            .statusCode())
                    .isEqualTo(304);
        }
    }

    @Test
    void noAnswerSetsACookieSoNobodyNeedsASession() {
        try (RunningRadar service = RunningRadar.start()) {
            assertThat(service.get(CPV).headers().allValues("Set-Cookie")).isEmpty();
        }
    }
}
