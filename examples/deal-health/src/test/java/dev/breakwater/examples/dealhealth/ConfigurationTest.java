/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is configured wrongly keeps the service from starting, and is named; what is right makes it ready. */
class ConfigurationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    HEALTH_CALCULATION_AUTOMATED_TEST_WEIGHT         | -0.6   | HEALTH_CALCULATION_AUTOMATED_TEST_WEIGHT=-0.6
                    HEALTH_CALCULATION_COMMUNITY_VERIFICATION_WEIGHT | NaN    | HEALTH_CALCULATION_COMMUNITY_VERIFICATION_WEIGHT=NaN
                    HEALTH_CALCULATION_COMMUNITY_TIP_WEIGHT          | a lot  | community-tip-weight
                    HEALTH_CALCULATION_DECAY_RATE_PER_DAY            | -1     | HEALTH_CALCULATION_DECAY_RATE_PER_DAY=-1
                    JWT_SECRET                                       | short  | JWT_SECRET has 5 characters (expected: at least 32)
                    JWT_SECRET_PREVIOUS                              | short  | JWT_SECRET_PREVIOUS has 5 characters (expected: at least 32)
                    EVENT_QUEUE_CAPACITY                             | 0      | EVENT_QUEUE_CAPACITY
                    RATE_LIMIT_REQUESTS_PER_MINUTE                   | plenty | plenty per minute
                    SECURITY_ALLOWED_ORIGINS                         | shop   | cors.policies[0].allowed-origins
                    """)
    void aFaultyVariableIsNamed(String name, String value, String said) {
        assertThat(reasons(Map.of(name, value))).contains(said);
    }

    @Test
    void weightsThatAreAllZeroAreRefused() {
        assertThat(reasons(Map.of(
                        "HEALTH_CALCULATION_AUTOMATED_TEST_WEIGHT", "0",
                        "HEALTH_CALCULATION_COMMUNITY_VERIFICATION_WEIGHT", "0",
                        "HEALTH_CALCULATION_COMMUNITY_TIP_WEIGHT", "0")))
                .contains("at least one above 0");
    }

    @Test
    void allFaultsAreSaidAtOnce() {
        assertThat(reasons(Map.of("RATE_LIMIT_REQUESTS_PER_MINUTE", "plenty", "SECURITY_ALLOWED_ORIGINS", "shop")))
                .contains("plenty per minute", "cors.policies[0].allowed-origins");
    }

    @Test
    void aSecretIsNeverSaid() {
        assertThat(reasons(Map.of("JWT_SECRET", "hush-hush"))).doesNotContain("hush-hush");
    }

    @Test
    void theFirstClientDoesNotWaitForTheDispatcherToBeMade() {
        try (RunningService service =
                new RunningService(Map.of(), "--deal-health.store=memory", "--breakwater.rate-limit.store=memory")) {
            assertThat(service.dispatcher().getServletConfig()).isNotNull();
        }
    }

    private static String reasons(Map<String, String> variables) {
        Throwable fault = catchThrowable(() -> new RunningService(
                        variables, "--deal-health.store=memory", "--breakwater.rate-limit.store=memory")
                .close());
        StringBuilder reasons = new StringBuilder();
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            reasons.append(cause.getMessage()).append('\n');
        }
        return reasons.toString();
    }
}
