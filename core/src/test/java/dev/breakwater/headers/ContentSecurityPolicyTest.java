/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentSecurityPolicyTest {
    private static List<Problem> problems(String text) {
        try {
            return ContentSecurityPolicy.parse(text).warnings();
        } catch (InvalidPolicyException invalid) {
            return invalid.problems();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "unknown directive | script-source 'self' | did you mean script-src?",
                "duplicate directive | img-src 'self'; img-src * | Browsers read the first",
                "unquoted keyword | img-src self | Put it in single quotes",
                "unquoted none | img-src none | Put it in single quotes",
                "unquoted hash | style-src sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= | Put it in single quotes",
                "'none' with others | img-src 'none' https://a.example | Beside other sources 'none' means nothing",
                "strict-dynamic alone | script-src 'strict-dynamic' | Without one no script is trusted",
                "static nonce | script-src 'nonce-c3RhdGlj' | A nonce that stays the same protects nothing",
                "static nonce, unquoted | script-src nonce-c3RhdGlj | A nonce that stays the same protects nothing",
                "any script | script-src * | It lets scripts in from anywhere",
                "any https script | script-src https: | It lets scripts in from anywhere",
                "any http script | script-src-elem http: | It lets scripts in from anywhere",
                "any host over TLS | script-src 'self' https://* | It lets scripts in from anywhere",
                "any host on a port | script-src *:443 | It lets scripts in from anywhere",
                "any host on any port | script-src-elem *:* | It lets scripts in from anywhere",
                "any host with a path | script-src HTTPS://*/lib/ | It lets scripts in from anywhere",
                "data: scripts | script-src 'self' DATA: | It lets scripts in from anywhere",
                "comma | img-src https://a.example,https://b.example | A comma ends the policy",
                "comma in a word | sandbox allow-scripts,allow-forms | It would begin another directive or policy",
                "short hash | script-src 'sha256-47DEQpj8HBSa' | One that is cut off or misspelt matches nothing",
                "query | img-src https://a.example/x?y=1 | Browsers pass over a source that has one",
                "IPv6 | connect-src http://[::1]:8080 | No source can name an IPv6 address",
                "port | connect-src http://localhost:abc | Write https://cdn.example.com:8443",
                "star inside | img-src https://a.*.example | Browsers pass over what is neither",
                "nonce where there is none | base-uri 'nonce-{nonce}' | It means nothing there",
                "inline ancestors | frame-ancestors 'unsafe-inline' | It means nothing there",
                "flag with a value | upgrade-insecure-requests 1 | It takes no value",
                "lost semicolon | upgrade-insecure-requests img-src | is a semicolon missing",
                "lost semicolon after sources | default-src 'self' script-src 'self'; img-src * | script-src is a directive: is a ;",
                "lost semicolon after 'none' | base-uri 'none' Form-Action 'none' | form-action is a directive: is a ;",
                "lost semicolon after words | report-uri /r style-src 'self' | style-src is a directive: is a ;",
                "lost semicolon after an endpoint | report-to r img-src * | img-src is a directive: is a ;",
                "trusted types without quotes | require-trusted-types-for script | Nothing else is defined",
                "two endpoints | report-to a b | Write report-to NAME",
                "no address | report-uri | Write report-uri /csp-reports"
            })
    void what_cannot_work_or_is_a_hole_is_refused(String what, String text, String fix) {
        assertThat(problems(text))
                .filteredOn(Problem::isError)
                .as(what)
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("BW-HEADERS-040");
                    assertThat(problem.path()).isEqualTo("content-security-policy");
                    assertThat(problem.fix()).contains(fix);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "BW-HEADERS-057 | default-src 'none'; script-src 'self'; form-action 'self'; frame-ancestors 'none' | no base-uri",
                "BW-HEADERS-057 | default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors 'none' | no form-action",
                "BW-HEADERS-057 | default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'self' | no frame-ancestors",
                "BW-HEADERS-057 | script-src 'nonce-{nonce}'; object-src 'none' | no base-uri",
                "BW-HEADERS-058 | script-src 'self' 'unsafe-inline' | script-src 'unsafe-inline'",
                "BW-HEADERS-058 | default-src https: | default-src https:",
                "BW-HEADERS-058 | default-src https://* | default-src https://*",
                "BW-HEADERS-058 | default-src 'self' 'unsafe-inline' | default-src 'unsafe-inline'",
                "BW-HEADERS-060 | default-src 'self'; block-all-mixed-content | block-all-mixed-content",
                "BW-HEADERS-071 | sandbox allow-scrips | allow-scrips",
                "BW-HEADERS-073 | default-src 'self'; report-uri http://reports.example/ | http://reports.example/"
            })
    void what_some_site_may_need_is_doubted(String code, String text, String value) {
        assertThat(problems(text)).singleElement().satisfies(problem -> {
            assertThat(problem.isError()).isFalse();
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.value()).isEqualTo(value);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default-src 'none'; frame-ancestors 'none'",
                "default-src 'self'; script-src 'self' https://cdn.example 'wasm-unsafe-eval' blob:",
                "script-src https: 'unsafe-inline' 'nonce-{nonce}' 'strict-dynamic'; base-uri 'none'",
                "img-src * data: blob:; connect-src 'self' wss://*.example.com:* http://localhost:5173",
                "style-src 'self' 'unsafe-inline' https://fonts.example/css/",
                "style-src 'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=='",
                "trusted-types sandbox; sandbox allow-scripts",
                "trusted-types a b 'allow-duplicates'; require-trusted-types-for 'script'",
                "frame-ancestors 'self' https://*.example.com; form-action 'self' https://pay.example",
                "DEFAULT-SRC 'SELF'",
                "sandbox"
            })
    void what_sites_use_is_accepted(String text) {
        assertThat(problems(text)).isEmpty();
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        assertThat(problems("img-src self; scripts x; font-src 'none' *; script-src https:"))
                .hasSize(4);
    }

    @Nested
    class Put_together {
        @Test
        void it_is_what_its_text_says() {
            ContentSecurityPolicy policy = ContentSecurityPolicy.builder()
                    .sources(CspDirective.DEFAULT_SRC)
                    .sources(CspDirective.SCRIPT_SRC, CspSource.nonce(), CspSource.strictDynamic())
                    .sources(CspDirective.STYLE_SRC, CspSource.self(), CspSource.sha256(""))
                    .sources(CspDirective.BASE_URI, CspSource.none())
                    .trustedTypes("app")
                    .sandbox("allow-scripts")
                    .upgradeInsecureRequests()
                    .build();

            assertThat(policy)
                    .hasToString("default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'"
                            + " 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; base-uri 'none';"
                            + " require-trusted-types-for 'script'; trusted-types app; sandbox allow-scripts;"
                            + " upgrade-insecure-requests")
                    .isEqualTo(ContentSecurityPolicy.parse(policy.toString()));
        }

        @Test
        void it_passes_the_checks_of_a_text() {
            ContentSecurityPolicy.Builder wrong = ContentSecurityPolicy.builder()
                    .sources(CspDirective.SCRIPT_SRC, CspSource.strictDynamic())
                    .sources(CspDirective.IMG_SRC, CspSource.none(), CspSource.self())
                    .sandbox("allow-scripts; script-src *");

            try {
                wrong.build();
                assertThat(wrong).as("refused").isNull();
            } catch (InvalidPolicyException invalid) {
                assertThat(invalid.problems())
                        .filteredOn(Problem::isError)
                        .hasSize(3)
                        .allSatisfy(problem -> assertThat(problem.code()).isEqualTo("BW-HEADERS-040"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "https://a.example; script-src * | no semicolon",
                "https://a.example,b | no comma",
                "\"'self' *\" | one source of visible ASCII",
                "https://b\u00fccher.example | one source of visible ASCII",
                "self | 'self'",
                "style-src | values of one directive",
                "'slef' | a keyword or hash of CSP Level 3 in quotes",
                "'nonce-abc' | 'nonce-{nonce}', which each request fills in",
                "\"\" | a source"
            })
    void a_source_that_is_none_names_value_expectation_and_fix(String text, String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CspSource.of(text))
                .withMessageContaining("(expected: " + expected + "). ")
                .withMessageContaining("content security policy source: \"");
    }
}
