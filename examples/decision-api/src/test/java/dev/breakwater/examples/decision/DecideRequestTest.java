/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecideRequestTest {
    @Test
    void acceptsTheLongestMessageAndAssumesTheFreePlan() {
        Message message = new DecideRequest("x".repeat(8_000), null).checked();
        assertThat(message.plan()).isEqualTo(Plan.FREE);
        assertThat(message.text()).hasSize(8_000);
    }

    @ParameterizedTest
    @CsvSource({"free, FREE", "pro, PRO", "enterprise, ENTERPRISE"})
    void knowsThePlans(String text, Plan plan) {
        assertThat(new DecideRequest("hello", text).checked().plan()).isEqualTo(plan);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, free", "'', free", "'  ', free", "hello, gold", "hello, PRO", "hello, ''"})
    void refusesWhatMakesNoSense(String message, String plan) {
        RefusedRequest refused =
                catchThrowableOfType(RefusedRequest.class, () -> new DecideRequest(message, plan).checked());
        assertThat(refused.getStatusCode().value()).isEqualTo(400);
        assertThat(refused.getBody().getDetail()).doesNotContain("gold", "hello");
    }

    @Test
    void refusesAHugeMessageAsTooLarge() {
        RefusedRequest refused =
                catchThrowableOfType(RefusedRequest.class, () -> new DecideRequest("x".repeat(8_001), "pro").checked());
        assertThat(refused.getStatusCode().value()).isEqualTo(413);
        assertThat(refused.getBody().getDetail()).contains("8001").contains("8000");
    }
}
