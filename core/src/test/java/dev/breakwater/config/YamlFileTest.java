/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

    @Test
    void valuesAreTakenAsTheyAreWritten() {
        Settings service = Sample.yaml(
                        "breakwater:", "  service:", "    name: no", "    version: 1.10", "    environment: '007'")
                .settings()
                .section(BaseKeys.SERVICE);
        assertThat(service.get(BaseKeys.SERVICE_NAME)).isEqualTo("no");
        assertThat(service.get(BaseKeys.SERVICE_VERSION)).isEqualTo("1.10");
        assertThat(service.get(BaseKeys.SERVICE_ENVIRONMENT)).isEqualTo("007");
    }

    @Test
    void listsAndMapsAndDottedNamesAreRead() {
        ParsedSettings parsed = Sample.yaml(
                "breakwater.enabled: false",
                "breakwater:",
                "  rate-limit.policies:",
                "    - {name: a, limits: [10 per minute, '5 per second']}",
                "    - name: b",
                "      limits: 1/s, 2/m",
                "  upstreams: {'[my.api]': {timeout: 5s}, plain: {}, none: }",
                "  caller:");
        assertThat(Sample.said(parsed)).isEmpty();
        Settings settings = parsed.settings();
        assertThat(settings.get(BaseKeys.ENABLED)).isFalse();
        assertThat(settings.section(Sample.RATE_LIMIT).list(Sample.POLICIES))
                .extracting(policy -> policy.get(Sample.LIMITS))
                .containsExactly(List.of("10 per minute", "5 per second"), List.of("1/s", "2/m"));
        assertThat(settings.map(Sample.UPSTREAMS)).containsOnlyKeys("my.api", "plain", "none");
    }

    @Test
    void aliasesWork() {
        ParsedSettings parsed =
                Sample.yaml("breakwater:", "  upstreams:", "    a: &common {timeout: 5s}", "    b: *common");
        assertThat(Sample.said(parsed)).isEmpty();
        assertThat(parsed.settings().map(Sample.UPSTREAMS).get("b").get(Sample.TIMEOUT))
                .hasSeconds(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment", "breakwater:", "breakwater: {}", "---", "~"})
    void aFileMayBeEmpty(String text) {
        assertThat(Sample.said(Sample.yaml(text))).isEmpty();
    }

    @Nested
    class Faults {

        @Test
        void aKeyGivenTwice() {
            assertThat(Sample.said(Sample.yaml("breakwater:", "  enabled: true", "  enabled: false")))
                    .containsExactly("BW-CONF-006 enabled: given twice in one file (expected: each key once)."
                            + " Keep one. It comes from breakwater.yaml, line 3.");
        }

        @Test
        void aTabHasLineAndColumn() {
            assertThat(Sample.said(Sample.yaml("breakwater:", "\tenabled: true")))
                    .containsExactly("BW-CONF-005 breakwater.yaml:2:1: found character '\\t(TAB)' that cannot start any"
                            + " token. (Do not use \\t(TAB) for indentation) (expected: a file that can be read)."
                            + " Check indentation, quotes and tabs there.");
        }

        @Test
        void brokenSyntaxDoesNotQuoteTheFile() {
            assertThat(Sample.said(Sample.yaml("breakwater:", "  ops: {token: 'planted-secret")))
                    .singleElement()
                    .asString()
                    .startsWith("BW-CONF-005 breakwater.yaml:")
                    .doesNotContain("planted-secret");
        }

        @ParameterizedTest
        @ValueSource(strings = {"[a, b]", "text", "7"})
        void aRootThatIsNoMapping(String text) {
            assertThat(Sample.said(Sample.yaml(text)))
                    .singleElement()
                    .asString()
                    .startsWith("BW-CONF-005 breakwater.yaml:1:1: a ");
        }

        @Test
        void whatIsNotBelowBreakwater() {
            assertThat(Sample.said(Sample.yaml("rate-limit:", "  max-keys: 5", "  policies: []")))
                    .containsExactly("BW-CONF-007 rate-limit: not below breakwater (expected: breakwater.rate-limit)."
                            + " It comes from breakwater.yaml, line 2.");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "breakwater: {? [a, b] : c}",
                    "a: &a [*a, *a, *a]",
                    "breakwater: &a {upstreams: {x: *a, y: *a}}",
                    "--- a\n--- b",
                    "breakwater: *unknown",
                    "breakwater: !!binary \u0000",
                })
        void whatYamlAllowsAndWeDoNot(String text) {
            assertThat(Sample.said(Sample.yaml(text))).anyMatch(said -> said.startsWith("BW-CONF-005"));
        }

        @Test
        void aliasesThatMultiply() {
            StringBuilder bomb = new StringBuilder("breakwater:\n  a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
            for (int i = 1; i < 12; i++) {
                String below = "*a" + (i - 1);
                bomb.append(
                        "  a" + i + ": &a" + i + " [" + String.join(",", List.of(below, below, below, below)) + "]\n");
            }
            assertThat(Sample.said(Sample.yaml(bomb.toString()))).anyMatch(said -> said.startsWith("BW-CONF-005"));
        }

        @Test
        void nestingWithoutEnd() {
            assertThat(Sample.said(Sample.yaml("breakwater: " + "[".repeat(200_000))))
                    .containsExactly("BW-CONF-005 breakwater.yaml: nested deeper than 32"
                            + " (expected: a file that can be read). Check indentation, quotes and tabs there.");
        }
    }
}
