/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.drain.DrainPolicy;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrainSettingsTest {
    private static BreakwaterSettings read(Map<String, String> settings) {
        return BreakwaterSettings.read(Layers.of(Layer.of("test", settings)));
    }

    @Test
    void nothingSaidMeansTheDefaults() {
        BreakwaterSettings settings = read(Map.of());

        assertThat(settings.drain().delay()).isEqualTo(DrainPolicy.defaults().delay());
        assertThat(settings.drain().timeout()).isEqualTo(DrainPolicy.defaults().timeout());
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void everyKeyReachesThePolicy() {
        BreakwaterSettings settings = read(Map.of(
                "health.drain-delay", "0s",
                "health.drain-timeout", "50s",
                "health.drain-exit", "true",
                "health.drain-exempt-paths", "/internal/**",
                "health.grace-period", "60s"));

        assertThat(settings.drain().delay()).isZero();
        assertThat(settings.drain().timeout()).isEqualTo(Duration.ofSeconds(50));
        assertThat(settings.drain().endsProcess()).isTrue();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void aDrainThatThePlatformWouldCutOffIsWarnedOf() {
        List<Problem> warnings = read(Map.of("health.drain-timeout", "25s")).warnings();

        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0).toString())
                .contains("BW-HEALTH-062 health.grace-period: 30s")
                .contains("together, which are 30s");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        InvalidPolicyException invalid = catchThrowableOfType(
                InvalidPolicyException.class,
                () -> read(Map.of(
                        "health.drain-delay", "2h",
                        "health.drain-timeout", "soon",
                        "health.drain-exit", "perhaps",
                        "health.drain-exempt-paths", "internal",
                        "health.grace-period", "0s")));

        assertThat(invalid.problems())
                .extracting(Problem::code)
                .contains("BW-HEALTH-160", "BW-HEALTH-161", "BW-HEALTH-163", "BW-HEALTH-164")
                .hasSize(5);
    }
}
