/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamSettingsTest {

    @Test
    void everyKeyReachesThePolicy() {
        assertThat(policy("timeout", "10s")).isEqualTo("gemini within PT10S");
        assertThat(read(Map.of("upstreams.gemini.disabled", "true"))
                        .policy("gemini")
                        .isDisabled())
                .isTrue();
    }

    @Test
    void anEmptySectionIsAnUpstreamOfAllDefaults() {
        assertThat(read(Map.of("upstreams.gemini", "")).policies()).containsOnlyKeys("gemini");
    }

    @Test
    void ourOwnLimitIsWrittenAsRateLimitsAre() {
        assertThat(problems(Map.of("upstreams.gemini.rate-limit", "0 per minute; 5 per fortnight")))
                .extracting(Problem::code, Problem::path)
                .containsExactly(tuple("BW-RATE-005", "upstreams.gemini.rate-limit[0]"));
        assertThat(problems(Map.of("upstreams.gemini.rate-limit", "0 per minute")))
                .extracting(Problem::code, Problem::path)
                .containsExactly(tuple("BW-UPST-008", "upstreams.gemini.rate-limit[0]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout | 0s | BW-UPST-101",
                "timeout | soon | BW-UPST-101",
                "attempts | 11 | BW-UPST-102",
                "max-concurrent | 0 | BW-UPST-105",
                "breaker.failure-rate | 1.1 | BW-UPST-106",
                "breaker.failure-rate | 0 | BW-UPST-106",
                "breaker.window | 100 cars | BW-UPST-107",
                "breaker.window | 0 calls | BW-UPST-002",
                "breaker.window | 99999999999 calls | BW-UPST-107",
                "breaker.window | 1500ms | BW-UPST-005",
                "cache.ttl | forever | BW-UPST-109",
                "max-backoff | 100ms | BW-UPST-003",
                "disabled | perhaps | BW-UPST-111",
                "retry-quota | 0.2 | BW-CONF-001",
                "retry-budget | lots | BW-UPST-117",
                "retry-budget | 9.5 | BW-UPST-007",
                "retry-budget | -1 | BW-UPST-007",
                "retry-floor | -1 | BW-UPST-118",
                "cache.stale-if-error | 10s | BW-UPST-006",
                "cache.stale-while-revalidate | later | BW-UPST-114",
                "cache.negative-ttl | 400d | BW-UPST-116",
                "minimum-time | 30s | BW-UPST-009",
                "deadline-header | X Timeout | BW-UPST-010",
            })
    void aWrongValueKeepsTheServiceFromStarting(String key, String value, String code) {
        assertThat(problems(Map.of("upstreams.gemini." + key, value)))
                .extracting(Problem::code, Problem::path)
                .containsExactly(tuple(code, "upstreams.gemini." + key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "breaker.window | 50 calls",
                "breaker.window | 1calls",
                "breaker.window | 60s",
                "breaker.window | 5m",
                "cache.ttl | off",
                "cache.ttl | Off",
                "cache.ttl | 1h",
                "cache.ttl | 0s",
            })
    void spellingsThatAreUnderstood(String key, String value) {
        assertThat(read(Map.of("upstreams.gemini." + key, value)).policies()).containsOnlyKeys("gemini");
    }

    @Test
    void namesThatShareAKillSwitchAreAFault() {
        assertThat(problems(Map.of("upstreams.price-api", "", "upstreams.Price_API", "")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("BW-UPST-113");
                    assertThat(problem.fix()).contains("DISABLE_PRICE_API");
                });
    }

    @Test
    void aNearbyNameIsTheLikelyOne() {
        UpstreamSettings settings = read(Map.of("upstreams.prices", ""));
        assertThat(settings.likely("prcies")).isEqualTo("prices");
        assertThat(settings.likely("prices")).isNull();
        assertThat(settings.likely("gemini")).isNull();
    }

    @Test
    void aNameThatIsNoneIsAFaultInConfigurationAndInCode() {
        assertThat(problems(Map.of("upstreams[a b].timeout", "1s")))
                .extracting(Problem::code)
                .containsExactly("BW-UPST-001");
        UpstreamSettings settings = read(Map.of());
        assertThatExceptionOfType(InvalidPolicyException.class).isThrownBy(() -> settings.policy("a b"));
    }

    @Tag("minimal")
    @Test
    void withoutResilience4jAnUpstreamIsAFaultThatSaysWhatToAdd() {
        boolean absent = UpstreamSettingsTest.class
                        .getClassLoader()
                        .getResource("io/github/resilience4j/circuitbreaker/CircuitBreaker.class")
                == null;
        assertThat(problems(Map.of("upstreams.gemini.timeout", "1s")))
                .extracting(Problem::code)
                .isEqualTo(absent ? List.of("BW-UPST-112") : List.of());
    }

    private static String policy(String key, String value) {
        return read(Map.of("upstreams.gemini." + key, value)).policy("gemini").toString();
    }

    private static UpstreamSettings read(Map<String, String> values) {
        return BreakwaterSettings.read(Layers.of(Layer.of("test", values))).upstreams();
    }

    private static List<Problem> problems(Map<String, String> values) {
        try {
            read(values);
            return List.of();
        } catch (InvalidPolicyException invalid) {
            return invalid.problems();
        }
    }
}
