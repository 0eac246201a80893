/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainPolicyTest {
    @Test
    void leavesKubernetesTimeToSpare() {
        DrainPolicy policy = DrainPolicy.defaults();

        assertThat(policy.delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(policy.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(policy.endsProcess()).isFalse();
        assertThat(policy.warnings()).isEmpty();
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> DrainPolicy.builder()
                        .delay(Duration.ofSeconds(-1))
                        .timeout(Duration.ofDays(2))
                        .exemptPaths(List.of("nowhere"))
                        .build())
                .isInstanceOfSatisfying(
                        InvalidPolicyException.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(Problem::path)
                                .containsExactly("drain-exempt-paths[0]", "drain-delay", "drain-timeout"))
                .hasMessageContaining("BW-HEALTH-060")
                .hasMessageContaining("BW-HEALTH-061");
    }

    @ParameterizedTest
    @CsvSource({"PT5S, PT24.999S, false", "PT5S, PT25S, true", "PT60S, PT0S, true", "PT0S, PT29S, false"})
    void warnsOfADrainThatThePlatformWouldCutOff(Duration delay, Duration timeout, boolean warns) {
        DrainPolicy policy = DrainPolicy.builder()
                .delay(delay)
                .timeout(timeout)
                .gracePeriod(Duration.ofSeconds(30))
                .build();

        assertThat(policy.warnings()).extracting(Problem::code).isEqualTo(warns ? List.of("BW-HEALTH-062") : List.of());
    }
}
