/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.caller.CallerResolver;
import dev.breakwater.policy.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerSettingsTest {

    @ParameterizedTest
    @CsvSource({"0.0.0.0/0", "::/0"})
    void trustingEverybodyIsAFault(String network) {
        assertThat(Sample.said(resolved(Map.of("caller.trusted-proxies", "10.0.0.0/8, " + network))))
                .containsExactly("BW-CALLER-005 caller.trusted-proxies[1]: " + network
                        + " (expected: the networks your proxies are in)."
                        + " Trusting everybody lets every client choose its own address.");
    }

    @ParameterizedTest
    @CsvSource({
        "caller.trusted-proxies, proxy.example, BW-CALLER-001",
        "caller.forwarded-header, x-real-ip, BW-CALLER-002",
        "caller.ipv6-prefix-length, 31, BW-CALLER-003",
        "caller.api-key-header, 'X API', BW-CALLER-004",
    })
    void eachKeyHasItsCode(String path, String value, String code) {
        assertThat(resolved(Map.of(path, value)).problems().all())
                .extracting(Problem::code)
                .containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource({"forwarded", "x-forwarded-for", "none"})
    void anyHeaderIsFineWithoutProxies(String header) {
        assertThat(Sample.said(resolved(Map.of("caller.forwarded-header", header))))
                .isEmpty();
    }

    @Test
    void proxiesWithoutAHeaderWarn() {
        ParsedSettings parsed =
                resolved(Map.of("caller.forwarded-header", "none", "caller.trusted-proxies", "10.0.0.0/8"));
        assertThat(parsed.problems().hasErrors()).isFalse();
        assertThat(parsed.problems().warnings()).extracting(Problem::code).containsExactly("BW-CALLER-006");
    }

    private static ParsedSettings resolved(Map<String, String> values) {
        ParsedSettings parsed = Sample.parse(values);
        CallerResolver resolver = CallerSettings.resolver(parsed.settings(), parsed.problems());
        assertThat(resolver).isNotNull();
        return parsed;
    }
}
