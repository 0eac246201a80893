/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.headers.HeadersPolicy;
import dev.breakwater.headers.HeadersPreset;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersSettingsTest {
    private static BreakwaterSettings read(Map<String, String> values) {
        return BreakwaterSettings.read(Layers.of(Layer.of("test", values)));
    }

    private static HeadersPolicy headers(Map<String, String> values) {
        return Objects.requireNonNull(read(values).headers());
    }

    private static List<Problem> problems(Map<String, String> values) {
        return problems(Layer.of("test", values));
    }

    private static List<Problem> problems(LayerSource layer) {
        return Objects.requireNonNull(catchThrowableOfType(
                        InvalidPolicyException.class, () -> BreakwaterSettings.read(Layers.of(layer))))
                .problems();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "headers: {set: {X-One: a,~ X-Two: b\u00fc}} | headers.set.X-Two | 3",
                "headers: {rules: [{paths: /a,~ cache-control: b\u00fc}]} | headers.rules[0].cache-control | 3",
                "headers:~ rules: [{paths: [/a,~ b]}] | headers.rules[0].paths[1] | 4",
                "headers:~ rules: [{paths: /a},~ {nonce: false}] | headers.rules[1].paths | 4",
                "headers: {reporting: {path: /r,~ endpoint: https://reports.example}} | headers.reporting.endpoint | 3",
                "cors: {policies: [{allowed-origins: https://a.example},~ {allowed-origins: '*'}]} | cors.policies[1].paths[0] | 3",
                "cors: {policies: [{paths: /a,~ allowed-origins: [https://a.example,~ b]}]} | cors.policies[0].allowed-origins[1] | 4",
            })
    void a_fault_names_the_line_of_its_own_entry_or_else_where_the_item_begins(String yaml, String path, int line) {
        String text = "breakwater:\n  " + yaml.replace("~", "\n   ");

        assertThat(problems(YamlFile.read("breakwater.yaml", text)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo(path);
                    assertThat(problem.fix()).endsWith(" It comes from breakwater.yaml, line " + line + ".");
                });
    }

    @ParameterizedTest
    @CsvSource({"api, API", "html, HTML", "html-strict, HTML_STRICT", "static, STATIC", "none, NONE"})
    void every_preset_has_its_word(String word, HeadersPreset preset) {
        HeadersPolicy policy = headers(Map.of("headers.preset", word));

        assertThat(policy.rules(true)).isEqualTo(HeadersPolicy.of(preset).rules(true));
        assertThat(policy.rules(false)).isEqualTo(HeadersPolicy.of(preset).rules(false));
    }

    @Test
    void every_key_of_a_rule_says_what_its_method_says() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("headers.remove", "X-Runtime");
        keys.put("headers.nonce", "false");
        keys.put("headers.cache-control", "no-cache");
        keys.put("headers.rules[0].paths", "/a/**, /b");
        keys.put("headers.rules[0].preset", "html");
        keys.put("headers.rules[0].hsts.max-age", "365d");
        keys.put("headers.rules[0].hsts.include-subdomains", "true");
        keys.put("headers.rules[0].hsts.preload", "true");
        keys.put("headers.rules[0].nonce", "true");
        keys.put("headers.rules[0].content-security-policy", "script-src 'nonce-{nonce}'; base-uri 'none'");
        keys.put("headers.rules[0].content-security-policy-report-only", "img-src 'self'");
        keys.put("headers.rules[0].frame-options", "SAMEORIGIN");
        keys.put("headers.rules[0].referrer-policy", "origin");
        keys.put("headers.rules[0].permissions-policy", "camera=(self)");
        keys.put("headers.rules[0].xss-protection", "omit");
        keys.put("headers.rules[0].cache-control", "private, max-age=60");
        keys.put("headers.rules[0].clear-site-data", "cache, storage");
        keys.put("headers.rules[0].set.X-Team", "blue");
        keys.put("headers.rules[0].remove", "X-Room");
        HeadersPolicy same = HeadersPolicy.builder()
                .remove(List.of("X-Runtime"))
                .nonce(false)
                .cacheControl("no-cache")
                .rule(
                        List.of("/a/**", "/b"),
                        rule -> rule.preset(HeadersPreset.HTML)
                                .hstsMaxAge(Duration.ofDays(365))
                                .hstsIncludeSubdomains(true)
                                .hstsPreload(true)
                                .nonce(true)
                                .contentSecurityPolicy("script-src 'nonce-{nonce}'; base-uri 'none'")
                                .contentSecurityPolicyReportOnly("img-src 'self'")
                                .frameOptions("SAMEORIGIN")
                                .referrerPolicy("origin")
                                .permissionsPolicy("camera=(self)")
                                .xssProtection("omit")
                                .cacheControl("private, max-age=60")
                                .clearSiteData("cache", "storage")
                                .set("X-Team", "blue")
                                .remove(List.of("X-Room")))
                .build();
        HeadersPolicy policy = headers(keys);

        for (String path : List.of("/", "/a/x", "/b", "/c")) {
            assertThat(policy.rules(path, true)).as(path).isEqualTo(same.rules(path, true));
            assertThat(policy.rules(path, false)).as(path).isEqualTo(same.rules(path, false));
        }
        assertThat(policy.rules("/b", true).find("Clear-Site-Data"))
                .isEqualTo(HeaderRule.byDefault("Clear-Site-Data", "\"cache\",\"storage\"")
                        .exceptOnErrors());
        assertThat(policy.rules("/b", true).find("Strict-Transport-Security").value())
                .isEqualTo("max-age=31536000; includeSubDomains; preload");
    }

    @Test
    void hsts_is_forgotten_in_a_rule_as_above_it() {
        HeadersPolicy policy = headers(Map.of("headers.rules[0].paths", "/a", "headers.rules[0].hsts.max-age", "0"));

        assertThat(policy.rules("/a", true).find("Strict-Transport-Security").value())
                .isEqualTo("max-age=0");
    }

    @Test
    void faults_of_rules_say_where_they_are_and_where_they_come_from() {
        List<Problem> problems = problems(Map.of(
                "headers.rules[0].paths", "/a",
                "headers.rules[0].cache-control", "public, no-store",
                "headers.rules[1].paths[0]", "/b",
                "headers.rules[1].paths[1]", "/a",
                "headers.rules[2].frame-options", "DENY"));

        assertThat(problems)
                .extracting(Problem::code, Problem::path)
                .containsExactlyInAnyOrder(
                        tuple("BW-HEADERS-066", "headers.rules[0].cache-control"),
                        tuple("BW-HEADERS-064", "headers.rules[1].paths[1]"),
                        tuple("BW-HEADERS-065", "headers.rules[2].paths"));
        assertThat(problems)
                .filteredOn(problem -> problem.code().equals("BW-HEADERS-066"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.fix()).contains("test"));
    }

    @Test
    void doubts_about_rules_are_warnings_of_the_settings() {
        assertThat(read(Map.of("headers.rules[0].paths", "/a/*", "headers.rules[0].cache-control", "no-stroe"))
                        .warnings())
                .extracting(Problem::code, Problem::path)
                .containsExactlyInAnyOrder(
                        tuple("BW-HEADERS-067", "headers.rules[0].cache-control"),
                        tuple("BW-PATH-003", "headers.rules[0].paths[0]"));
    }
}
