/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about single headers: Cache-Control, Clear-Site-Data, Permissions-Policy, reports and the like. */
class HeaderValuesTest {
    private static List<Problem> problems(HeadersPolicy.Builder policy) {
        try {
            return policy.build().warnings();
        } catch (InvalidPolicyException invalid) {
            return invalid.problems();
        }
    }

    private static HeadersPolicy.Builder policy() {
        return HeadersPolicy.builder();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "Cache-Control | public, no-store | BW-HEADERS-066 | public, no-store",
                "Cache-Control | public, private | BW-HEADERS-066 | public, private",
                "Cache-Control | immutable, no-store | BW-HEADERS-066 | immutable, no-store",
                "Cache-Control | max-age=1, max-age=2 | BW-HEADERS-066 | max-age=2",
                "Cache-Control | max-age=1h | BW-HEADERS-066 | max-age=1h",
                "Cache-Control | max-age | BW-HEADERS-066 | max-age",
                "Cache-Control | max-age=-1 | BW-HEADERS-066 | max-age=-1",
                "Cache-Control | s-maxage=2147483649 | BW-HEADERS-066 | s-maxage=2147483649",
                "Cache-Control | no-store=1 | BW-HEADERS-066 | no-store=1",
                "Cache-Control | no-cache no-store | BW-HEADERS-066 | no-cache no-store",
                "Cache-Control | no-store; max-age=0 | BW-HEADERS-066 | no-store; max-age=0",
                "Cache-Control | no-stroe | BW-HEADERS-067 | no-stroe",
                "Cache-Control | no-store, max-age=60 | BW-HEADERS-067 | max-age=60, no-store",
                "Clear-Site-Data | \"cookie\" | BW-HEADERS-068 | \"cookie\"",
                "Clear-Site-Data | cookies | BW-HEADERS-068 | cookies",
                "Clear-Site-Data | \"cookies\", \"cookies\" | BW-HEADERS-068 | \"cookies\"",
                "Clear-Site-Data | \"*\", \"cache\" | BW-HEADERS-069 | '\"*\", \"cache\"'",
                "Permissions-Policy | camra=() | BW-HEADERS-070 | camra",
                "Permissions-Policy | camera=(), camera=* | BW-HEADERS-054 | camera=*",
                "Permissions-Policy | camera=(https://a.example) | BW-HEADERS-054 | camera=(https://a.example)",
                "Cross-Origin-Opener-Policy | same-site | BW-HEADERS-072 | same-site",
                "Cross-Origin-Embedder-Policy | require-crop | BW-HEADERS-072 | require-crop",
                "Cross-Origin-Resource-Policy | none | BW-HEADERS-072 | none",
                "X-XSS-Protection | 1; mode=block | BW-HEADERS-044 | 1; mode=block"
            })
    void wrong_and_doubtful_ones_are_told(String name, String value, String code, String told) {
        assertThat(problems(policy().set(name, value))).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.path()).isEqualTo("set." + name);
            assertThat(problem.value()).isEqualTo(told);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "Cache-Control | no-store, max-age=0",
                "Cache-Control | public, max-age=31536000, immutable, stale-while-revalidate=60",
                "Cache-Control | private=\"set-cookie, x-a\", no-cache",
                "Clear-Site-Data | \"*\"",
                "Clear-Site-Data | \"cache\", \"executionContexts\", \"clientHints\"",
                "Permissions-Policy | camera=(self \"https://a.example\" \"https://*.b.example\"), usb=*",
                "Permissions-Policy | geolocation=(self);report-to=breakwater, brand-new-thing=()",
                "Cross-Origin-Opener-Policy | same-origin; report-to=\"breakwater\"",
                "Cross-Origin-Embedder-Policy | unsafe-none"
            })
    void right_ones_are_taken(String name, String value) {
        assertThat(problems(policy().set(name, value))).isEmpty();
    }

    @Test
    void the_preset_of_a_permissions_policy_can_be_opened() {
        PermissionsPolicy policy = PermissionsPolicy.denyingAll()
                .allow("fullscreen", "self")
                .allow("payment", "self", "https://pay.example")
                .allow("usb", "*")
                .deny("window-management")
                .build();

        assertThat(policy.toString())
                .startsWith("accelerometer=(), ")
                .contains("fullscreen=(self)", "payment=(self \"https://pay.example\")", "usb=*", "camera=()")
                .endsWith(", window-management=()");
        assertThat(PermissionsPolicy.parse(policy.toString())).isEqualTo(policy);
        assertThat(policy.warnings()).isEmpty();
        assertThat(problems(policy().permissionsPolicy(policy))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example\", \"https://b", "a\\b", "x\r\ny", "\u00fc"})
    void a_permissions_policy_takes_no_origin_that_ends_its_quotes(String origin) {
        assertThatThrownBy(() ->
                        PermissionsPolicy.builder().allow("camera", origin).build())
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("BW-HEADERS-054");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"csp", "//evil.example/", "/a b", "/a;b", "/a,b", "/a\"b", "https://a.example/", "", "/\r\nx"})
    void a_path_for_reports_is_one_on_this_server(String path) {
        assertThatThrownBy(() -> Reporting.toPath(path))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("BW-HEADERS-062 reporting.path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://a.example/", "/csp", "https:///x", "a.example", "https://a.example/;x", "https://a b/"})
    void an_endpoint_for_reports_is_a_whole_https_address(String address) {
        assertThatThrownBy(() -> Reporting.toEndpoint(address))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("BW-HEADERS-062 reporting.endpoint");
    }

    @Test
    void one_word_about_reports_says_it_everywhere() {
        HeadersPolicy policy = policy().reporting(Reporting.toEndpoint("https://reports.example/csp"))
                .contentSecurityPolicyReportOnly("img-src 'self'")
                .build();

        assertThat(policy.rules(true).find("Reporting-Endpoints").value())
                .isEqualTo("breakwater=\"https://reports.example/csp\"");
        assertThat(policy.rules(true).find("Content-Security-Policy").value())
                .endsWith("; report-uri https://reports.example/csp; report-to breakwater");
        assertThat(policy.rules(true)
                        .find("Content-Security-Policy-Report-Only")
                        .value())
                .isEqualTo("img-src 'self'; report-uri https://reports.example/csp; report-to breakwater");
        // Without TLS nobody reads endpoints, and a browser that sees report-to passes over report-uri.
        assertThat(policy.rules(false).find("Reporting-Endpoints")).isNull();
        assertThat(policy.rules(false)
                        .find("Content-Security-Policy-Report-Only")
                        .value())
                .isEqualTo("img-src 'self'; report-uri https://reports.example/csp");
    }

    @Test
    void a_policy_that_says_where_it_reports_is_left_alone() {
        HeadersPolicy policy = policy().reporting(Reporting.toPath("/reports"))
                .contentSecurityPolicy("default-src 'self'; report-uri /mine")
                .build();

        assertThat(policy.rules(true).find("Content-Security-Policy").value())
                .isEqualTo("default-src 'self'; report-uri /mine");
    }

    @Test
    void reports_to_nobody_are_doubted() {
        String text = "default-src 'self'; report-to breakwater";

        assertThat(problems(policy().contentSecurityPolicy(text)))
                .extracting(Problem::code)
                .containsExactly("BW-HEADERS-061");
        assertThat(problems(policy().contentSecurityPolicy(text).reporting(Reporting.toPath("/reports"))))
                .isEmpty();
        assertThat(problems(policy().contentSecurityPolicy("default-src 'self'; report-to own")
                        .set("Reporting-Endpoints", "own=\"https://r.example/\"")))
                .isEmpty();
    }

    @Test
    void a_hole_in_a_policy_that_only_reports_is_doubted() {
        assertThat(problems(policy().contentSecurityPolicyReportOnly("script-src *")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("BW-HEADERS-058");
                    assertThat(problem.isError()).isFalse();
                });
    }

    @Test
    void a_nonce_that_is_off_and_asked_for_is_refused_and_one_nobody_asks_for_doubted() {
        assertThat(problems(policy().nonce(false).contentSecurityPolicy("script-src 'nonce-{nonce}'; base-uri 'none'")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("BW-HEADERS-063");
                    assertThat(problem.isError()).isTrue();
                });
        assertThat(problems(policy().nonce(true))).extracting(Problem::code).containsExactly("BW-HEADERS-074");
        assertThat(problems(policy().preset(HeadersPreset.HTML).nonce(true))).isEmpty();
    }
}
