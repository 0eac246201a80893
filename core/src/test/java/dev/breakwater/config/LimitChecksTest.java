/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.policy.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitChecksTest {

    @Test
    void policiesThatAreSwitchedOffAreNamed() {
        assertThat(warnings(Map.of("rate-limit.enabled", "false"))).containsExactly("BW-RATE-050 rate-limit.enabled");
    }

    @Test
    void tooFewKeysMakeStrangersShare() {
        assertThat(warnings(Map.of("rate-limit.max-keys", "999"))).containsExactly("BW-RATE-051 rate-limit.max-keys");
        assertThat(warnings(Map.of("rate-limit.max-keys", "1000"))).isEmpty();
    }

    @Test
    void oneBucketForAllNeedsNoMoreKeys() {
        assertThat(warnings(Map.of("rate-limit.max-keys", "10", "rate-limit.policies[0].key", "global")))
                .isEmpty();
    }

    @Test
    void probesAreNeverLimited() {
        assertThat(warnings(Map.of("rate-limit.policies[0].paths", "/livez, /health")))
                .containsExactly("BW-RATE-052 rate-limit.policies[0].paths");
        assertThat(warnings(Map.of("rate-limit.policies[0].paths", "/livez, /login")))
                .isEmpty();
        assertThat(warnings(Map.of("rate-limit.policies[0].paths", "/livez", "health.enabled", "false")))
                .isEmpty();
        assertThat(warnings(Map.of("rate-limit.policies[0].paths", "/health", "health.paths.full", "none")))
                .isEmpty();
    }

    private static List<String> warnings(Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>(
                Map.of("rate-limit.policies[0].name", "p", "rate-limit.policies[0].limits", "5 per minute"));
        all.putAll(values);
        return BreakwaterSettings.read(Layers.of(Layer.of("test", all))).warnings().stream()
                .filter(problem -> problem.code().startsWith("BW-RATE"))
                .map(LimitChecksTest::placed)
                .toList();
    }

    private static String placed(Problem problem) {
        return problem.code() + " " + problem.path();
    }
}
