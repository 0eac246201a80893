/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.InvalidPolicyException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No text that is accepted can begin a header, a policy or a directive of its own, whichever way it comes in. */
class HeaderInjectionPropertyTest {
    private static final Breakwater CHAIN = Breakwater.of(List.of(new SecurityHeadersGuard(HeadersPolicy.builder()
            .contentSecurityPolicy("default-src 'self'; img-src 'self'")
            .build())));

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "'self'",
                "'none'",
                "https://a.example",
                "a.example:8443",
                "*",
                "data:",
                "'nonce-{nonce}'",
                "'unsafe-inline'",
                "script-src",
                ";",
                ",",
                " ",
                "\r",
                "\n",
                "\t",
                "\u0000",
                "\u00a0",
                "\u2028",
                "\"",
                "'",
                "\\",
                "=",
                "/",
                "{nonce}");
        Arbitrary<String> any = Arbitraries.oneOf(
                pieces,
                Arbitraries.strings().all().ofMaxLength(4),
                Arbitraries.strings().ascii().ofMaxLength(6));
        return any.list().ofMaxSize(5).map(list -> String.join("", list));
    }

    private static void assertSound(Admission admission) {
        for (HeaderRule rule : admission.headerRules()) {
            assertThat(HeaderSyntax.isToken(rule.name())).isTrue();
            assertThat(rule.value() == null || HeaderSyntax.isValue(rule.value()))
                    .isTrue();
        }
    }

    @Property(tries = 3_000)
    void a_source_stays_one_source(@ForAll("texts") String text) {
        Admission admission = CHAIN.admit(TestExchange.get("/"));
        try {
            SecurityHeaders.of(admission.exchange()).append(CspDirective.IMG_SRC, CspSource.of(text));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("(expected: ");
            assertThat(admission.exchange().amendments()).isEmpty();
            return;
        }
        assertSound(admission);
        assertThat(admission.headerRules().find("Content-Security-Policy").value())
                .isIn("default-src 'self'; img-src 'self' " + text, "default-src 'self'; img-src 'self'")
                .doesNotContain(",");
        assertThat(text).doesNotContain(";", ",", " ");
    }

    @Property(tries = 3_000)
    void a_header_stays_one_header(@ForAll("texts") String name, @ForAll("texts") String value) {
        Admission admission = CHAIN.admit(TestExchange.get("/"));
        try {
            SecurityHeaders.of(admission.exchange()).header(name, value);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("(expected: ");
        }
        assertSound(admission);
    }

    @Property(tries = 3_000)
    void a_policy_that_is_accepted_is_read_as_it_was_written(@ForAll("texts") String text) {
        ContentSecurityPolicy policy;
        try {
            policy = ContentSecurityPolicy.parse("img-src " + text);
        } catch (InvalidPolicyException refused) {
            return;
        }
        assertThat(HeaderSyntax.isValue(policy.toString())).isTrue();
        assertThat(policy.toString()).doesNotContain(",");
        assertThat(ContentSecurityPolicy.parse(policy.toString())).isEqualTo(policy);
    }

    @Property(tries = 2_000)
    void words_of_a_typed_policy_stay_words(@ForAll("texts") String text) {
        ContentSecurityPolicy policy;
        try {
            policy = ContentSecurityPolicy.builder()
                    .sandbox(text)
                    .trustedTypes(text)
                    .build();
        } catch (InvalidPolicyException refused) {
            return;
        }
        assertThat(policy)
                .hasToString("sandbox " + text + "; require-trusted-types-for 'script'; trusted-types " + text);
        assertThat(text).doesNotContain(";", ",", " ", "\n", "\r");
    }

    @Example
    void a_feature_is_not_trimmed_and_a_keyword_takes_no_quotes() {
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> PermissionsPolicy.builder().deny("\tcamera").build());
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> PermissionsPolicy.builder().deny("-").build());
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() ->
                        PermissionsPolicy.builder().allow("camera", "'self'").build());
    }

    @Property(tries = 2_000)
    void an_allowlist_stays_one_member(@ForAll("texts") String feature, @ForAll("texts") String origin) {
        PermissionsPolicy policy;
        try {
            policy = PermissionsPolicy.builder().allow(feature, origin).build();
        } catch (InvalidPolicyException refused) {
            return;
        }
        assertThat(HeaderSyntax.isValue(policy.toString())).isTrue();
        assertThat(policy.toString()).isIn(feature + "=(\"" + origin + "\")", feature + "=(self)", feature + "=*");
    }

    @Property(tries = 2_000)
    void a_place_for_reports_stays_one(@ForAll("texts") String text) {
        Reporting reporting;
        try {
            reporting = Reporting.toPath("/" + text);
        } catch (InvalidPolicyException refused) {
            return;
        }
        HeadersPolicy policy = HeadersPolicy.builder().reporting(reporting).build();
        assertThat(policy.rules(true).find("Reporting-Endpoints").value()).isEqualTo("breakwater=\"/" + text + "\"");
        assertThat(policy.rules(true).find("Content-Security-Policy").value())
                .endsWith("; report-uri /" + text + "; report-to breakwater");
        assertThat(text).doesNotContain(";", ",", " ", "\"", "\n", "\r");
    }
}
