/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportingSettingsTest {
    private static final String PATH = "headers.reporting.path";
    private static final String ENDPOINT = "headers.reporting.endpoint";

    private static BreakwaterSettings read(Map<String, String> values) {
        return BreakwaterSettings.read(Layers.of(Layer.of("test", values)));
    }

    private static Problem assertRefused(Map<String, String> values, String code, String path) {
        Problem problem = refusal(values);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.path()).isEqualTo(path);
        return problem;
    }

    private static Problem refusal(Map<String, String> values) {
        try {
            read(values);
        } catch (InvalidPolicyException invalid) {
            assertThat(invalid.problems()).hasSize(1);
            return invalid.problems().get(0);
        }
        throw new AssertionError("not refused: " + values);
    }

    @Test
    void takesNoReportsUnlessThereIsAPath() {
        assertThat(read(Map.of()).reports()).isNull();
        assertThat(read(Map.of(ENDPOINT, "https://reports.example/a?b=c")).reports())
                .isNull();
    }

    @Test
    void takesThemWhereItSays() {
        assertThat(read(Map.of(PATH, "/r", "headers.reporting.max-per-minute", "7"))
                        .reports())
                .satisfies(policy -> {
                    assertThat(policy.path()).isEqualTo("/r");
                    assertThat(policy.maxPerMinute()).isEqualTo(7);
                });
    }

    @Test
    void saysWhereAPathThatIsNoneStands() {
        assertRefused(Map.of(PATH, "/r/**"), "BW-REPORT-001", PATH);
        assertRefused(
                Map.of(PATH, "/r", "headers.reporting.max-per-minute", "0"),
                "BW-HEADERS-142",
                "headers.reporting.max-per-minute");
    }

    @Test
    void saysWhichKeyAnAddressElsewhereBelongsTo() {
        assertThat(assertRefused(Map.of(PATH, "https://reports.example/csp"), "BW-REPORT-001", PATH)
                        .fix())
                .contains("set reporting.endpoint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://reports.example/",
                "/reports",
                "https:reports",
                "https:///x",
                "https://u@reports.example/",
                "https://reports.example/#x",
                "https://reports.example/\u00fc",
                "https://reports.example/ x",
                "https://reports.example/\"",
            })
    void wantsAnEndpointThatBrowsersSendTo(String endpoint) {
        assertRefused(Map.of(ENDPOINT, endpoint), "BW-HEADERS-062", ENDPOINT);
    }

    @Test
    void wantsReportsToGoToOnePlace() {
        assertRefused(Map.of(PATH, "/r", ENDPOINT, "https://reports.example/"), "BW-HEADERS-143", ENDPOINT);
    }
}
