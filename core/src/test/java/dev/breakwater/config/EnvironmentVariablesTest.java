/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentVariablesTest {

    @ParameterizedTest
    @CsvSource({
        "ENABLED, enabled",
        "RATE_LIMIT_MAX_KEYS, rate-limit.max-keys",
        "RATELIMIT_MAXKEYS, rate-limit.max-keys",
        "RATE_LIMIT_POLICIES_0_NAME, rate-limit.policies[0].name",
        "RATE_LIMIT_POLICIES_12_LIMITS_1, rate-limit.policies[12].limits[1]",
        "CORS_POLICIES_0_ALLOWED_ORIGINS, cors.policies[0].allowed-origins",
        "HEADERS_CONTENT_SECURITY_POLICY, headers.content-security-policy",
        "HEADERS_SET_SERVER, headers.set.server",
        "UPSTREAMS_GEMINI_CACHE_TTL, upstreams.gemini.cache.ttl",
        "CALLER_TRUSTED_PROXIES_0, caller.trusted-proxies[0]",
    })
    void namesMatchWithoutRegardToDashes(String variable, String path) {
        Layer layer = new EnvironmentVariables(Map.of("BREAKWATER_" + variable, "x")).read(Sample.SCHEMA);
        assertThat(layer.problems()).isEmpty();
        assertThat(layer.entries())
                .containsExactly(new Entry(path, "x", "environment variable BREAKWATER_" + variable));
    }

    @ParameterizedTest
    @CsvSource({
        "BREAKWATER_SERVICE_HOST",
        "BREAKWATER_PORT_8080_TCP_PROTO",
        "BREAKWATER_",
        "BREAKWATER__",
        "BREAKWATER_RATE_LIMIT",
        "BREAKWATER_RATE_LIMIT_POLICIES_X_NAME",
        "BREAKWATER_RATE_LIMIT_POLICIES_00_NAME",
        "BREAKWATER_ENABLED_0",
    })
    void unknownNamesOnlyWarn(String variable) {
        ParsedSettings parsed = Sample.environment(Map.of(variable, "planted-secret"));
        assertThat(parsed.problems().hasErrors()).isFalse();
        assertThat(parsed.problems().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("BW-CONF-009");
            assertThat(warning.path()).isEqualTo(variable);
            assertThat(warning.toString()).doesNotContain("planted-secret");
        });
    }

    @Test
    void aWarningNamesTheLikelyVariable() {
        assertThat(Sample.said(Sample.environment(Map.of("BREAKWATER_RATE_LIMIT_MAX_KYES", "5"))))
                .containsExactly("BW-CONF-009 BREAKWATER_RATE_LIMIT_MAX_KYES: unknown variable (expected: the name of a"
                        + " key). Did you mean BREAKWATER_RATE_LIMIT_MAX_KEYS? The variable is ignored.");
    }

    @ParameterizedTest
    @CsvSource({"BREAKWATER_HEADERS_SET_X_FRAME_OPTIONS", "BREAKWATER_UPSTREAMS_MY_API_TIMEOUT"})
    void aFreeNameWithADashCannotComeFromHereAndTheMessageSaysSo(String variable) {
        assertThat(Sample.said(Sample.environment(Map.of(variable, "1s"))))
                .containsExactly("BW-CONF-010 " + variable + ": a free name of several words (expected: a name without"
                        + " dash, dot or underscore). The environment cannot carry such a name; give this key in a file,"
                        + " a system property or on the command line. The variable is ignored.");
    }

    @Test
    void valuesMayBeJsonArrays() {
        Map<String, String> variables = new HashMap<>();
        variables.put("BREAKWATER_CORS_POLICIES_0_ALLOWED_ORIGINS", "[\"https://a.example\",\"https://b.example\"]");
        Settings settings = Sample.environment(variables).settings();
        assertThat(settings.section(Sample.CORS).list(Sample.CORS_POLICIES))
                .singleElement()
                .satisfies(policy -> assertThat(policy.get(Sample.ORIGINS))
                        .containsExactly("https://a.example", "https://b.example"));
    }

    @Test
    void otherVariablesAreNotLookedAt() {
        assertThat(new EnvironmentVariables(Map.of("PATH", "x", "BREAKWATER_CONFIG", "x", "MY_BREAKWATER_ENABLED", "x"))
                        .read(Sample.SCHEMA)
                        .entries())
                .isEmpty();
    }
}
