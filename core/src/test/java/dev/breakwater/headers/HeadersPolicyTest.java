/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersPolicyTest {
    private static final String CSP = "Content-Security-Policy";
    private static final String HSTS = "Strict-Transport-Security";

    private static List<Problem> faults(HeadersPolicy.Builder policy) {
        try {
            return policy.build().warnings();
        } catch (InvalidPolicyException fault) {
            return fault.problems();
        }
    }

    private static List<String> codes(HeadersPolicy.Builder policy) {
        return faults(policy).stream().map(Problem::code).toList();
    }

    private static String value(HeadersPolicy.Builder policy, String name) {
        HeaderRule rule = policy.build().rules(true).find(name);
        return rule == null ? null : rule.value();
    }

    private static HeadersPolicy.Builder policy() {
        return HeadersPolicy.builder();
    }

    private static List<String> lines(HeaderRules rules) {
        List<String> lines = new ArrayList<>();
        for (HeaderRule rule : rules) {
            lines.add(rule.mode() + " " + rule.name() + (rule.value() == null ? "" : ": " + rule.value()));
        }
        return lines;
    }

    @Test
    void the_api_preset_is_what_a_policy_starts_from_and_has_nothing_doubtful() {
        assertThat(policy().build().rules(true))
                .isEqualTo(HeadersPolicy.of(HeadersPreset.API).rules(true));
        assertThat(policy().build().warnings()).isEmpty();
    }

    @Test
    void the_none_preset_does_nothing() {
        HeadersPolicy none = HeadersPolicy.of(HeadersPreset.NONE);

        assertThat(none.rules(true)).isEmpty();
        assertThat(none.rules(false)).isEmpty();
    }

    @Test
    void the_none_preset_does_what_it_is_told_and_no_more() {
        HeadersPolicy told = policy().preset(HeadersPreset.NONE)
                .hstsMaxAge(Duration.ofDays(365))
                .contentSecurityPolicy("frame-ancestors 'none'")
                .build();

        assertThat(lines(told.rules(true)))
                .containsExactlyInAnyOrder(
                        "PIN Content-Security-Policy: frame-ancestors 'none'",
                        "PIN Strict-Transport-Security: max-age=31536000; includeSubDomains");
    }

    @Nested
    class Hsts {
        @Test
        void says_what_it_is_told() {
            assertThat(value(policy().hstsIncludeSubdomains(false), HSTS)).isEqualTo("max-age=63072000");
            assertThat(value(policy().hstsPreload(true), HSTS))
                    .isEqualTo("max-age=63072000; includeSubDomains; preload");
            assertThat(value(policy().disableHsts(), HSTS)).isEqualTo("max-age=0");
            assertThat(value(policy().remove(List.of(HSTS)), HSTS)).isNull();
        }

        @ParameterizedTest
        @CsvSource({"364, true", "365, false"})
        void is_preloaded_only_for_a_year_or_more(int days, boolean refused) {
            List<String> codes = codes(policy().hstsPreload(true).hstsMaxAge(Duration.ofDays(days)));

            assertThat(codes.contains("BW-HEADERS-041")).isEqualTo(refused);
        }

        @Test
        void is_preloaded_only_with_subdomains() {
            assertThat(codes(policy().hstsPreload(true).hstsIncludeSubdomains(false)))
                    .containsExactly("BW-HEADERS-041");
        }

        @Test
        void is_not_preloaded_where_there_is_none() {
            assertThat(codes(policy().preset(HeadersPreset.NONE).hstsPreload(true)))
                    .containsExactly("BW-HEADERS-041");
        }

        @ParameterizedTest
        @CsvSource({
            "PT0S, BW-HEADERS-059, true",
            "PT-1S, BW-HEADERS-059, true",
            "PT0.9S, BW-HEADERS-059, true",
            "PT1S, BW-HEADERS-042, false",
            "P179D, BW-HEADERS-042, false"
        })
        void is_doubted_when_short_and_refused_when_nothing(Duration age, String code, boolean error) {
            assertThat(faults(policy().hstsMaxAge(age))).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo(code);
                assertThat(problem.isError()).isEqualTo(error);
            });
        }

        @Test
        void is_fine_from_half_a_year() {
            assertThat(codes(policy().hstsMaxAge(Duration.ofDays(180)))).isEmpty();
        }

        @Test
        void has_keys_of_its_own() {
            assertThat(faults(policy().set(HSTS, "max-age=1")))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo("BW-HEADERS-055"));
        }
    }

    @Nested
    class A_content_security_policy {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "default-src 'self'",
                    "DEFAULT-SRC 'Self'; ",
                    "default-src 'self'; script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'strict-dynamic';"
                            + " base-uri 'self'; img-src * data: https://a.example:*/p",
                    "default-src wss://*.example.com; script-src 'self'; frame-ancestors 'self' https://self.example",
                    "script-src https: 'unsafe-inline' 'nonce-{nonce}' 'strict-dynamic'; base-uri 'none'",
                    "sandbox allow-scripts; upgrade-insecure-requests",
                    "require-trusted-types-for 'script'; trusted-types 'none'",
                    "default-src 'self'; report-uri /csp"
                })
        void is_accepted(String text) {
            assertThat(faults(policy().contentSecurityPolicy(text))).isEmpty();
            assertThat(faults(policy().contentSecurityPolicyReportOnly(text))).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '"',
                value = {
                    "script-source 'self', script-source",
                    "default-src 'self'; default-src 'none', default-src",
                    "default-src self, self",
                    "default-src none, none",
                    "script-src unsafe-inline, unsafe-inline",
                    "script-src sha256-AAAA=, sha256-AAAA=",
                    "script-src 'slef', 'slef'",
                    "script-src 'self, 'self",
                    "script-src self', self'",
                    "script-src 'https://a.example', 'https://a.example'",
                    "script-src 'nonce-abc', 'nonce-abc'",
                    "script-src nonce-abc, nonce-abc",
                    "script-src 'none' https://a.example, script-src",
                    "script-src 'strict-dynamic', script-src",
                    "\"script-src https://a.example,https://b.example\", \"https://a.example,https://b.example\"",
                    "; ;, ; ;"
                })
        void is_refused_where_browsers_would_pass_over_it(String text, String value) {
            assertThat(faults(policy().contentSecurityPolicy(text)))
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.code()).isEqualTo("BW-HEADERS-040");
                        assertThat(problem.path()).isEqualTo("content-security-policy");
                        assertThat(problem.value()).isEqualTo(value);
                    });
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "default-src 'self'\r\nX-Evil: 1", "default-src 'self'\u0000", "img-src \u00fc"})
        void is_refused_when_it_is_no_header_value(String text) {
            assertThat(codes(policy().contentSecurityPolicy(text))).containsExactly("BW-HEADERS-051");
        }

        @Test
        void upgrades_insecure_requests_over_tls_only() {
            HeadersPolicy policy = policy().contentSecurityPolicy("default-src 'self'; upgrade-insecure-requests")
                    .build();
            HeadersPolicy nothingElse =
                    policy().contentSecurityPolicy("upgrade-insecure-requests").build();

            assertThat(policy.rules(true).find(CSP).value()).isEqualTo("default-src 'self'; upgrade-insecure-requests");
            assertThat(policy.rules(false).find(CSP).value()).isEqualTo("default-src 'self'");
            assertThat(nothingElse.rules(false).find(CSP)).isNull();
        }

        @Test
        void can_report_beside_one_that_enforces() {
            HeaderRules rules = policy().contentSecurityPolicyReportOnly("default-src 'self'")
                    .build()
                    .rules(true);

            assertThat(rules.find("Content-Security-Policy-Report-Only").value())
                    .isEqualTo("default-src 'self'");
            assertThat(rules.find(CSP).value()).startsWith("default-src 'none'");
        }

        @Test
        void is_checked_just_the_same_when_set_as_any_header() {
            assertThat(codes(policy().set("content-security-policy", "default-src self")))
                    .containsExactly("BW-HEADERS-040");
        }
    }

    @Nested
    class Framing {
        @ParameterizedTest
        @CsvSource({
            "frame-ancestors 'none', DENY",
            "frame-ancestors 'self', SAMEORIGIN",
            "frame-ancestors https://a.example, ",
            "default-src 'self', DENY"
        })
        void options_follow_the_content_security_policy(String csp, String options) {
            assertThat(value(policy().contentSecurityPolicy(csp), "X-Frame-Options"))
                    .isEqualTo(options);
        }

        @Test
        void of_the_presets_policy_follows_the_options() {
            assertThat(value(policy().frameOptions("SAMEORIGIN"), CSP)).endsWith("; frame-ancestors 'self'");
            assertThat(value(policy().frameOptions("DENY"), CSP)).endsWith("; frame-ancestors 'none'");
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '"',
                value = {
                    "DENY, 'self', true",
                    "SAMEORIGIN, 'none', true",
                    "SAMEORIGIN, https://a.example, true",
                    "DENY, 'none', false",
                    "SAMEORIGIN, 'self', false"
                })
        void is_refused_where_the_two_disagree(String options, String ancestors, boolean refused) {
            List<String> codes =
                    codes(policy().frameOptions(options).contentSecurityPolicy("frame-ancestors " + ancestors));

            assertThat(codes).isEqualTo(refused ? List.of("BW-HEADERS-043") : List.of());
        }
    }

    @Nested
    class Xss_protection {
        @Test
        void is_off_or_omitted() {
            assertThat(value(policy().xssProtection("0"), "X-XSS-Protection")).isEqualTo("0");
            assertThat(value(policy().xssProtection("omit"), "X-XSS-Protection"))
                    .isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "1; mode=block", "off"})
        void is_never_on(String value) {
            assertThat(codes(policy().xssProtection(value))).containsExactly("BW-HEADERS-044");
            assertThat(codes(policy().set("x-xss-protection", value))).containsExactly("BW-HEADERS-044");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "X-Frame-Options, ALLOW-FROM https://a.example, BW-HEADERS-052",
        "X-Frame-Options, deny, BW-HEADERS-052",
        "Referrer-Policy, none, BW-HEADERS-053",
        "Permissions-Policy, camera 'none', BW-HEADERS-054",
        "Permissions-Policy, camera=none, BW-HEADERS-054",
        "Permissions-Policy, 'camera=(),', BW-HEADERS-054",
        "X Foo, bar, BW-HEADERS-050",
        "X-Foo, '', BW-HEADERS-051",
        "Set-Cookie, a=b, BW-HEADERS-055",
        "Vary, Origin, BW-HEADERS-055",
        "Content-Length, 1, BW-HEADERS-055",
        "Access-Control-Allow-Origin, *, BW-HEADERS-055"
    })
    void a_header_that_would_do_harm_or_nothing_is_refused(String name, String value, String code) {
        assertThat(codes(policy().set(name, value))).containsExactly(code);
    }

    @Nested
    class A_set_header {
        @Test
        void is_added_and_the_application_may_override_it() {
            assertThat(policy().set("X-Team", "blue").build().rules(false).find("X-Team"))
                    .isEqualTo(HeaderRule.byDefault("X-Team", "blue"));
        }

        @Test
        void replaces_the_presets_and_keeps_its_mode() {
            HeaderRules rules = policy().set("permissions-policy", "camera=(self \"https://a.example\"), usb=*")
                    .referrerPolicy("no-referrer, strict-origin-when-cross-origin")
                    .build()
                    .rules(true);

            assertThat(rules.find("Permissions-Policy").mode()).isEqualTo(HeaderRule.Mode.PIN);
            assertThat(rules.find("Permissions-Policy").value())
                    .isEqualTo("camera=(self \"https://a.example\"), usb=*");
            assertThat(rules.find("Referrer-Policy").value()).isEqualTo("no-referrer, strict-origin-when-cross-origin");
        }

        @Test
        void is_sent_although_the_preset_strips_it() {
            assertThat(value(policy().set("Server", "quay"), "Server")).isEqualTo("quay");
        }
    }

    @Nested
    class A_removed_header {
        @Test
        void is_stripped_beside_those_of_the_preset() {
            HeaderRules rules = policy().remove(List.of("X-Runtime", "cache-control"))
                    .build()
                    .rules(true);

            assertThat(rules.find("X-Runtime")).isEqualTo(HeaderRule.remove("X-Runtime"));
            assertThat(rules.find("Cache-Control")).isEqualTo(HeaderRule.remove("cache-control"));
            assertThat(rules.find("Server")).isEqualTo(HeaderRule.remove("Server"));
        }

        @ParameterizedTest
        @CsvSource({"X Foo, BW-HEADERS-050", "Set-Cookie, BW-HEADERS-055", "x-team, BW-HEADERS-056"})
        void is_refused_where_that_makes_no_sense(String name, String code) {
            assertThat(faults(policy().set("X-Team", "blue").remove(List.of("X-Runtime", name))))
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.code()).isEqualTo(code);
                        assertThat(problem.path()).isEqualTo("remove[1]");
                    });
        }
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        assertThat(codes(policy().hstsPreload(true)
                        .hstsMaxAge(Duration.ofDays(200))
                        .contentSecurityPolicy("default-src self; scripts x")
                        .frameOptions("ALLOWALL")
                        .xssProtection("1")
                        .set("Set-Cookie", "a")
                        .remove(List.of("a b"))))
                .containsExactlyInAnyOrder(
                        "BW-HEADERS-041",
                        "BW-HEADERS-040",
                        "BW-HEADERS-040",
                        "BW-HEADERS-052",
                        "BW-HEADERS-044",
                        "BW-HEADERS-055",
                        "BW-HEADERS-050");
    }
}
