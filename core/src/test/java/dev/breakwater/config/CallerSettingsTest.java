/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.caller.CallerResolver;
import dev.breakwater.policy.Problem;
import java.util.List;
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
    @CsvSource({"forwarded", "x-forwarded-for"})
    void aHeaderWithoutProxiesIsNeverRead(String header) {
        assertThat(Sample.said(resolved(Map.of("caller.forwarded-header", header))))
                .singleElement()
                .asString()
                .startsWith("BW-CALLER-012 caller.forwarded-header: " + header + " (expected: ");
    }

    @Test
    void theDefaultsAndNoneAreFine() {
        assertThat(Sample.said(resolved(Map.of()))).isEmpty();
        assertThat(Sample.said(resolved(Map.of("caller.forwarded-header", "none"))))
                .isEmpty();
        assertThat(Sample.said(resolved(Map.of(
                        "caller.trusted-proxies", "10.0.0.0/8, 172.16.0.0/12, 192.168.1.7, 127.0.0.1, fd00::/8, ::1",
                        "caller.ipv6-prefix-length", "56",
                        "caller.api-key-header", "Authorization"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1/8 | BW-CALLER-007 caller.trusted-proxies[0]: 10.0.0.0/8, written with an address inside it",
                "10.0.0.0/8, 10.0.0.0/8 | BW-CALLER-008 caller.trusted-proxies[1]: 10.0.0.0/8",
                "10.1.0.0/16, 10.0.0.0/8 | BW-CALLER-008 caller.trusted-proxies[0]: 10.1.0.0/16",
                "10.0.0.0/8, ::ffff:10.2.0.0/112 | BW-CALLER-008 caller.trusted-proxies[1]: 10.2.0.0/16",
                "0.0.0.0 | BW-CALLER-009 caller.trusted-proxies[0]: 0.0.0.0/32",
                "ff02::/16 | BW-CALLER-009 caller.trusted-proxies[0]: ff02::/16",
                "203.0.113.0/24, 10.0.0.0/8, 2001:db8::/32"
                        + " | BW-CALLER-011 caller.trusted-proxies: 203.0.113.0/24, 2001:db8::/32",
            })
    void doubtfulNetworksWarn(String networks, String said) {
        ParsedSettings parsed = resolved(Map.of("caller.trusted-proxies", networks));
        assertThat(parsed.problems().hasErrors()).isFalse();
        assertThat(Sample.said(parsed)).singleElement().asString().startsWith(said + " (expected: ");
    }

    @ParameterizedTest
    @CsvSource({"8.0.0.0/7", "2000::/16"})
    void veryWideNetworksWarnTwice(String network) {
        assertThat(codes(Map.of("caller.trusted-proxies", network))).containsExactly("BW-CALLER-010", "BW-CALLER-011");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0.0.0.0/1, 128.0.0.0/1", "::/1, 8000::/1", "0.0.0.0/2, 128.0.0.0/1, 64.0.0.0/2, 10.0.0.0/8"})
    void everybodyInPartsIsAFaultToo(String networks) {
        assertThat(codes(Map.of("caller.trusted-proxies", networks))).contains("BW-CALLER-005");
    }

    @ParameterizedTest
    @CsvSource({"65, BW-CALLER-013", "128, BW-CALLER-013", "47, BW-CALLER-014", "32, BW-CALLER-014"})
    void anUnusualPrefixWarns(String length, String code) {
        assertThat(codes(Map.of("caller.ipv6-prefix-length", length))).containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource({"X-Forwarded-For", "cookie", "User-Agent"})
    void aHeaderThatIsNoCredentialWarns(String name) {
        assertThat(codes(Map.of("caller.api-key-header", name))).containsExactly("BW-CALLER-015");
    }

    private static List<String> codes(Map<String, String> values) {
        return resolved(values).problems().all().stream().map(Problem::code).toList();
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
