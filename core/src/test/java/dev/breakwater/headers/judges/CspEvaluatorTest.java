/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers.judges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.headers.HeadersPolicy;
import dev.breakwater.headers.HeadersPreset;
import dev.breakwater.headers.Reporting;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CspEvaluatorTest {
    private static String policy(Answer answer) {
        return Objects.requireNonNull(answer.first("Content-Security-Policy"));
    }

    @Nested
    final class Our_presets {
        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
        void leave_nothing_to_say(HeadersPreset preset) {
            assertThat(CspEvaluator.findings(policy(Ours.answer(preset)))).isEmpty();
        }

        @Test
        void leave_nothing_to_say_with_reports() {
            HeadersPolicy reporting = HeadersPolicy.builder()
                    .preset(HeadersPreset.HTML_STRICT)
                    .reporting(Reporting.toPath("/csp-reports"))
                    .build();

            assertThat(CspEvaluator.findings(policy(Ours.answer(reporting, "/"))))
                    .isEmpty();
        }
    }

    @Nested
    final class The_judge_itself {
        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
                default-src 'self'                                                  | MEDIUM_MAYBE default-src 'self'
                default-src https:; script-src 'unsafe-inline'                      | HIGH default-src https:, HIGH script-src 'unsafe-inline'
                default-src *                                                       | HIGH default-src *
                default-src 'none'; base-uri https:                                 | HIGH base-uri https:
                script-src 'self'                                                   | HIGH object-src, MEDIUM_MAYBE script-src 'self'
                img-src 'self'                                                      | HIGH object-src, HIGH script-src
                default-src 'none'; script-src 'nonce-rAnd0mrAnd0m'                 | HIGH base-uri
                default-src 'none'; script-src 'strict-dynamic' 'sha256-abc='       | HIGH base-uri
                default-src 'none'; script-src 'unsafe-hashes' 'sha256-abc='        | MEDIUM_MAYBE script-src 'unsafe-hashes'
                default-src 'none'; script-src cdn.example.org                      | MEDIUM_MAYBE script-src cdn.example.org
                default-src 'none'; script-src 'nonce-rAnd0mrAnd0m' 'unsafe-eval'; base-uri 'none' | MEDIUM_MAYBE script-src 'unsafe-eval'
                default-src 'none'; script-src 'nonce-rAnd0mrAnd0m' 'unsafe-inline'; base-uri 'none' | NONE script-src 'unsafe-inline'
                default-src 'none'; script-src 'nonce-abc'; base-uri 'none'         | MEDIUM script-src 'nonce-abc'
                default-src 'none'; object-src plugins.example.org                  | MEDIUM_MAYBE object-src plugins.example.org
                default-src 'none'; img-src http://example.org                      | MEDIUM img-src http://example.org
                default-src 'none'; img-src 10.0.0.1                                | INFO img-src 10.0.0.1
                default-src 'none'; prefetch-src 'none'                             | INFO prefetch-src
                default-src 'none'; scrip-src 'none'                                | SYNTAX scrip-src
                default-src 'none' script-src 'none'                                | SYNTAX default-src script-src
                default-src none; script-src 'nonsense'                             | SYNTAX default-src none, SYNTAX script-src 'nonsense'
                """)
        void finds_what_the_tool_finds(String policy, String findings) {
            assertThat(CspEvaluator.findings(policy))
                    .extracting(CspEvaluator.Finding::toString)
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(findings.split(","))
                            .map(String::strip)
                            .toList());
        }

        @Test
        void has_something_to_say_about_others() {
            assertThat(CspEvaluator.findings(policy(Peers.HELMET))).hasSize(1);
            assertThat(CspEvaluator.findings(policy(Peers.OSHP))).hasSize(1);
        }
    }
}
