/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HeaderRulesByPathTest {
    private static final String CACHE_CONTROL = "Cache-Control";

    private static String value(HeadersPolicy policy, String path, String name) {
        HeaderRule rule = policy.rules(path, true).find(name);
        return rule == null ? null : rule.value();
    }

    private static List<Problem> problems(HeadersPolicy.Builder policy) {
        try {
            return policy.build().warnings();
        } catch (InvalidPolicyException invalid) {
            return invalid.problems();
        }
    }

    @Test
    void the_most_specific_pattern_wins_in_any_order() {
        HeadersPolicy policy = HeadersPolicy.builder()
                .rule("/**", rule -> rule.cacheControl("max-age=1"))
                .rule("/a/b/{id}", rule -> rule.cacheControl("max-age=4"))
                .rule(List.of("/a/**", "/z"), rule -> rule.cacheControl("max-age=2"))
                .rule("/a/b", rule -> rule.cacheControl("max-age=3"))
                .build();

        assertThat(value(policy, "/x", CACHE_CONTROL)).isEqualTo("max-age=1");
        assertThat(value(policy, "/a", CACHE_CONTROL)).isEqualTo("max-age=2");
        assertThat(value(policy, "/a/c/d", CACHE_CONTROL)).isEqualTo("max-age=2");
        assertThat(value(policy, "/z", CACHE_CONTROL)).isEqualTo("max-age=2");
        assertThat(value(policy, "/a/b", CACHE_CONTROL)).isEqualTo("max-age=3");
        assertThat(value(policy, "/a/b/7", CACHE_CONTROL)).isEqualTo("max-age=4");
    }

    @Test
    void a_rule_inherits_what_it_does_not_say() {
        HeadersPolicy policy = HeadersPolicy.builder()
                .contentSecurityPolicy("default-src 'self'")
                .set("X-Team", "blue")
                .hstsMaxAge(Duration.ofDays(365))
                .rule("/a", rule -> rule.set("X-Room", "7"))
                .build();

        assertThat(value(policy, "/a", "Content-Security-Policy")).isEqualTo("default-src 'self'");
        assertThat(value(policy, "/a", "X-Team")).isEqualTo("blue");
        assertThat(value(policy, "/a", "X-Room")).isEqualTo("7");
        assertThat(value(policy, "/a", "Strict-Transport-Security")).isEqualTo("max-age=31536000; includeSubDomains");
        assertThat(value(policy, "/", "X-Room")).isNull();
    }

    @Test
    void a_rule_with_a_preset_starts_afresh_and_keeps_what_concerns_the_site() {
        HeadersPolicy policy = HeadersPolicy.builder()
                .contentSecurityPolicy("default-src 'self'")
                .set("X-Team", "blue")
                .hstsMaxAge(Duration.ofDays(365))
                .remove(List.of("X-Runtime"))
                .reporting(Reporting.toPath("/csp-reports"))
                .nonce(false)
                .rule("/page", rule -> rule.preset(HeadersPreset.HTML))
                .build();

        assertThat(value(policy, "/page", "Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                .endsWith("; report-uri /csp-reports; report-to breakwater");
        assertThat(value(policy, "/page", "X-Team")).isNull();
        assertThat(value(policy, "/page", "Strict-Transport-Security"))
                .isEqualTo("max-age=31536000; includeSubDomains");
        assertThat(policy.rules("/page", true).find("X-Runtime")).isEqualTo(HeaderRule.remove("X-Runtime"));
        assertThat(value(policy, "/page", "Reporting-Endpoints")).isEqualTo("breakwater=\"/csp-reports\"");
    }

    @Test
    void a_rule_says_otherwise_about_the_site_where_it_wants_to() {
        HeadersPolicy policy = HeadersPolicy.builder()
                .remove(List.of("X-Runtime"))
                .rule("/a", rule -> rule.set("X-Runtime", "1").disableHsts())
                .set("X-Team", "blue")
                .rule("/b", rule -> rule.remove(List.of("X-Team")).hstsIncludeSubdomains(false))
                .build();

        assertThat(value(policy, "/a", "X-Runtime")).isEqualTo("1");
        assertThat(value(policy, "/a", "Strict-Transport-Security")).isEqualTo("max-age=0");
        assertThat(policy.rules("/b", true).find("X-Team")).isEqualTo(HeaderRule.remove("X-Team"));
        assertThat(value(policy, "/b", "Strict-Transport-Security")).isEqualTo("max-age=63072000");
    }

    @Test
    void framing_in_a_rule_overrules_framing_above_it() {
        HeadersPolicy policy = HeadersPolicy.builder()
                .frameOptions("SAMEORIGIN")
                .rule("/widget", rule -> rule.contentSecurityPolicy("frame-ancestors https://shop.example"))
                .rule("/deny", rule -> rule.frameOptions("DENY"))
                .build();

        assertThat(value(policy, "/", "Content-Security-Policy")).endsWith("frame-ancestors 'self'");
        assertThat(value(policy, "/widget", "X-Frame-Options")).isNull();
        assertThat(value(policy, "/deny", "Content-Security-Policy")).endsWith("frame-ancestors 'none'");
    }

    @Test
    void clear_site_data_goes_out_over_tls_only() {
        HeadersPolicy policy = HeadersPolicy.builder()
                .rule("/logout", rule -> rule.clearSiteData("cache", "cookies", "storage"))
                .build();

        assertThat(value(policy, "/logout", "Clear-Site-Data")).isEqualTo("\"cache\",\"cookies\",\"storage\"");
        assertThat(policy.rules("/logout", false).find("Clear-Site-Data")).isNull();
        assertThat(value(policy, "/", "Clear-Site-Data")).isNull();
    }

    @Nested
    class Faults {
        @Test
        void carry_the_rule_they_are_in() {
            assertThat(problems(HeadersPolicy.builder()
                            .rule("/a", rule -> rule.frameOptions("DENY"))
                            .rule(
                                    "/b",
                                    rule -> rule.contentSecurityPolicy("img-src self")
                                            .hstsMaxAge(Duration.ZERO)
                                            .set("Set-Cookie", "a=b")
                                            .remove(List.of("a b")))))
                    .extracting(Problem::code, Problem::path)
                    .containsExactlyInAnyOrder(
                            tuple("BW-HEADERS-059", "rules[1].hsts.max-age"),
                            tuple("BW-HEADERS-055", "rules[1].set.Set-Cookie"),
                            tuple("BW-HEADERS-050", "rules[1].remove[0]"),
                            tuple("BW-HEADERS-040", "rules[1].content-security-policy"));
        }

        @Test
        void above_the_rules_are_said_once() {
            assertThat(problems(HeadersPolicy.builder()
                            .contentSecurityPolicy("img-src self")
                            .hstsMaxAge(Duration.ofDays(1))
                            .rule("/a", rule -> rule.frameOptions("DENY"))
                            .rule("/b", rule -> rule.frameOptions("DENY"))))
                    .extracting(Problem::code)
                    .containsExactlyInAnyOrder("BW-HEADERS-040", "BW-HEADERS-042");
        }

        @Test
        void are_a_pattern_twice_and_no_pattern() {
            assertThat(problems(HeadersPolicy.builder()
                            .rule(List.of("/a/**", "/b"), rule -> rule.frameOptions("DENY"))
                            .rule(List.of("/c", "/a/**"), rule -> rule.frameOptions("DENY"))
                            .rule(List.of(), rule -> rule.frameOptions("DENY"))
                            .rule("c", rule -> rule.frameOptions("DENY"))))
                    .extracting(Problem::code, Problem::path)
                    .containsExactly(
                            tuple("BW-HEADERS-064", "rules[1].paths[1]"),
                            tuple("BW-HEADERS-065", "rules[2].paths"),
                            tuple("BW-PATH-001", "rules[3].paths[0]"));
        }
    }
}
