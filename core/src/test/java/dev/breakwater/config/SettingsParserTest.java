/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsParserTest {

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        ParsedSettings parsed = Sample.yaml(
                "breakwater:",
                "  rate-limit:",
                "    max-keys: many",
                "    max-kyes: 5",
                "    policies:",
                "      - key: ip",
                "        burst: 0",
                "  request-log:",
                "    level: inof",
                "  upstreams:",
                "    gemini:",
                "      timeout: 2h");
        assertThat(Sample.said(parsed))
                .containsExactly(
                        "BW-CONF-001 rate-limit.max-kyes: unknown key (expected: one of max-keys, policies)."
                                + " Did you mean max-keys? It comes from breakwater.yaml, line 4.",
                        "BW-T-001 rate-limit.max-keys: many (expected: a whole number from 1 to 1000)."
                                + " It comes from breakwater.yaml, line 3.",
                        "BW-T-002 rate-limit.policies[0].name: missing (expected: a text)."
                                + " Set breakwater.rate-limit.policies[0].name."
                                + " A list is never merged with another source's; give all of it in one.",
                        "BW-T-005 rate-limit.policies[0].burst: 0 (expected: a whole number from 1 to 1000)."
                                + " It comes from breakwater.yaml, line 7.",
                        "BW-T-030 request-log.level: inof (expected: error or warn or info or debug)."
                                + " Did you mean info? It comes from breakwater.yaml, line 9.",
                        "BW-T-040 upstreams.gemini.timeout: 2h (expected: a duration such as 30s, from 1ms to 1h)."
                                + " It comes from breakwater.yaml, line 12.");
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> parsed.problems().throwIfInvalid())
                .satisfies(invalid -> assertThat(invalid.problems()).hasSize(6));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rate-limits.max-keys        | rate-limits             | Did you mean rate-limit?
                    rateLimit.maxKeys           | rateLimit               | Did you mean rate-limit?
                    rate-limit.maxKeys          | rate-limit.maxKeys      | Did you mean max-keys?
                    rate-limit.policies[0].nmae | rate-limit.policies[0].nmae | Did you mean name?
                    enabeld                     | enabeld                 | Did you mean enabled?
                    """)
    void anUnknownKeyIsShownWhereItBeginsWithTheLikelyOne(String path, String shown, String fix) {
        assertThat(Sample.parse(Map.of(path, "1")).problems().all())
                .filteredOn(problem -> problem.code().equals("BW-CONF-001"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo(shown);
                    assertThat(problem.fix()).startsWith(fix);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    zzz                      | BW-CONF-001 | zzz: unknown key (expected: one of enabled, guide-variables
                    enabled.x                | BW-CONF-001 | enabled.x: unknown key (expected: nothing below this key)
                    enabled[0]               | BW-CONF-001 | enabled[0]: unknown key (expected: nothing below this key)
                    rate-limit.policies.api  | BW-CONF-001 | rate-limit.policies.api: a name where an item belongs (expected: a list). Put a dash before each item, as in - name: api, or write
                    rate-limit.policies.name | BW-CONF-001 | rate-limit.policies.name: a name where an item belongs (expected: a list). Put a dash before each item, as in - name: ..., or write
                    rate-limit               | BW-CONF-003 | rate-limit: a single value (expected: keys below it: one of
                    rate-limit.policies      | BW-CONF-003 | rate-limit.policies: a single value (expected: keys below it
                    headers.set              | BW-CONF-003 | headers.set: a single value (expected: keys below it: a name)
                    a..b                     | BW-CONF-002 | a..b: not a key (expected: names joined by dots
                    """)
    void aPathThatLeadsNowhereIsAFault(String path, String code, String message) {
        assertThat(Sample.said(Sample.parse(Map.of(path, "x"))))
                .singleElement()
                .asString()
                .startsWith(code + " " + message);
    }

    @Test
    void aValueIsShownOnOneLineOfAscii() {
        assertThat(Sample.said(Sample.parse(Map.of("rate-limit.max-keys", "5\n\u201c"))))
                .singleElement()
                .asString()
                .startsWith("BW-T-001 rate-limit.max-keys: 5\\u000a\\u201c (expected:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    upstreams.a.timeout   | 3600 | 'Write 3600s. It comes from test.'
                    upstreams.a.cache.ttl | ' 5 ' | 'Write 5s. It comes from test.'
                    upstreams.a.timeout   | 3601 | 'It comes from test.'
                    upstreams.a.timeout   | 1.5  | 'It comes from test.'
                    rate-limit.max-keys   | 3600 | 'It comes from test.'
                    ops.tokens            | 1234567 | 'It comes from test.'
                    """)
    void aDurationWithoutItsUnitIsMostLikelyInSeconds(String path, String value, String fix) {
        assertThat(Sample.parse(Map.of(path, value)).problems().all())
                .singleElement()
                .extracting(Problem::fix)
                .isEqualTo(fix);
    }

    @Test
    void oneMisspeltSectionIsSaidOnce() {
        assertThat(Sample.yaml("breakwater:", "  rate-limits:", "    a: 1", "    b: 2")
                        .problems()
                        .all())
                .hasSize(1);
    }

    @Test
    void aListGivenWholeAndByIndexIsAFault() {
        assertThat(Sample.said(
                        Sample.parse(Map.of("caller.trusted-proxies", "::1", "caller.trusted-proxies[0]", "::2"))))
                .containsExactly("BW-CALLER-001 caller.trusted-proxies: given as a whole and by index"
                        + " (expected: one of the two). Remove one. It comes from test.");
    }

    @Nested
    class Secrets {

        @Test
        void appearInNoMessage() {
            Map<String, String> values = new LinkedHashMap<>();
            values.put("ops.tokens", "planted");
            values.put("ops.tokn", "planted");
            values.put("ops.token.x", "planted");
            values.put("ops", "planted");
            ParsedSettings parsed = Sample.parse(values);
            assertThat(parsed.problems().all()).hasSize(4);
            assertThat(String.join("\n", Sample.said(parsed)))
                    .contains("(hidden)")
                    .doesNotContain("planted");
        }

        @Test
        void areNotInABrokenArrayEither() {
            assertThat(Sample.said(Sample.parse(Map.of("ops.tokens", "[planted"))))
                    .singleElement()
                    .asString()
                    .contains("(hidden)")
                    .doesNotContain("planted");
        }

        @Test
        void appearInNoTextOfWhatHoldsThem() {
            Layer layer = Layer.of("test", Map.of("ops.token", "planted"));
            Settings ops = Sample.parse(layer).settings().section(Sample.OPS);
            assertThat(ops.get(Sample.TOKEN)).isEqualTo("planted");
            assertThat(ops + " " + layer + " " + layer.entries()).doesNotContain("planted");
        }
    }

    @Nested
    class Reading {

        @Test
        void anIncompleteSectionOfAListIsLeftOut() {
            ParsedSettings parsed =
                    Sample.parse(Map.of("rate-limit.policies[0].burst", "5", "rate-limit.policies[1].name", "b"));
            assertThat(parsed.problems().hasErrors()).isTrue();
            assertThat(parsed.settings().section(Sample.RATE_LIMIT).list(Sample.POLICIES))
                    .extracting(Settings::path)
                    .containsExactly("rate-limit.policies[1]");
        }

        @Test
        void aValueThatCannotBeReadLeavesTheDefault() {
            Settings section =
                    Sample.parse(Map.of("rate-limit.max-keys", "0")).settings().section(Sample.RATE_LIMIT);
            assertThat(section.get(Sample.MAX_KEYS)).isEqualTo(100);
            assertThat(section.isSet(Sample.MAX_KEYS)).isFalse();
        }

        @Test
        void aTextWithCommasIsNeverSplit() {
            String policy = "default-src 'self', script-src 'none'";
            Settings headers = Sample.parse(Map.of("headers.content-security-policy", policy))
                    .settings()
                    .section(Sample.HEADERS);
            assertThat(headers.get(Sample.CSP)).isEqualTo(policy);
        }

        @Test
        void anAbsentKeyWithoutDefaultIsNotHandedOver() {
            Settings headers = Sample.parse(Map.of()).settings().section(Sample.HEADERS);
            headers.ifPresent(
                    Sample.CSP, value -> assertThat(value).as("never called").isNull());
            assertThat(headers.find(Sample.CSP)).isNull();
            assertThatExceptionOfType(NoSuchElementException.class)
                    .isThrownBy(() -> headers.get(Sample.CSP))
                    .withMessage("headers.content-security-policy is not set and has no default");
        }

        @Test
        void aKeyOfAnotherSectionIsAMistakeInTheProgram() {
            Settings root = Sample.parse(Map.of()).settings();
            assertThatIllegalArgumentException().isThrownBy(() -> root.get(Sample.CSP));
            assertThatIllegalArgumentException().isThrownBy(() -> root.section(Sample.POLICIES));
            assertThatIllegalArgumentException().isThrownBy(() -> root.section(Sample.UPSTREAMS));
        }

        @Test
        void whatAPolicyFindsWrongIsBelowItsSection() {
            Settings policy = Sample.parse(Map.of("rate-limit.policies[0].name", "a"))
                    .settings()
                    .section(Sample.RATE_LIMIT)
                    .list(Sample.POLICIES)
                    .get(0);
            Problems problems = new Problems();
            Object built = policy.build(
                    () -> {
                        Problem wrong = Problem.error("BW-RATE-009", "limits[0]", "x", "y", "z");
                        throw new InvalidPolicyException(List.of(wrong));
                    },
                    problems);
            assertThat(built).isNull();
            assertThat(problems.all()).extracting(Problem::path).containsExactly("rate-limit.policies[0].limits[0]");
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> likely =
                Arbitraries.strings().withChars("[].,:-{}&*<>\"'\\ \n\t0a=#|").ofMaxLength(30);
        return Arbitraries.oneOf(likely, Arbitraries.strings().ofMaxLength(30));
    }

    @Provide
    Arbitrary<String> paths() {
        List<String> parts = List.of(
                "enabled",
                "rate-limit",
                "policies",
                "[0]",
                "[1]",
                "name",
                "limits",
                "headers",
                "set",
                "upstreams",
                ".",
                ".",
                ".",
                "x",
                "caller",
                "trusted-proxies",
                "ops",
                "tokens",
                "[",
                "]");
        return Arbitraries.of(parts).list().ofMaxSize(7).map(list -> String.join("", list));
    }

    @Property(tries = 500)
    void anyTextAnywhereIsReadOrSaid(@ForAll @From("paths") String path, @ForAll @From("texts") String text) {
        parseOrSay(Layer.of("test", Map.of(path, text)));
        parseOrSay(Layer.of("test", Map.of("caller.trusted-proxies", text)));
        parseOrSay(Layer.of("test", Map.of("rate-limit.policies[0]." + path, text)));
        parseOrSay(new EnvironmentVariables(Map.of("BREAKWATER_" + text, text)));
        parseOrSay(new GuideVariables(Map.of("RATE_LIMIT_PER_MINUTE", text, "LOG_FORMAT", text, "DEBUG", text)));
    }

    @Property(tries = 500)
    void anyFileIsReadOrSaid(@ForAll @From("texts") String text) {
        parseOrSay(YamlFile.read("f.yaml", text));
        parseOrSay(YamlFile.read("f.yaml", "breakwater:\n  rate-limit: " + text));
        parseOrSay(PropertiesFile.read("f.properties", "breakwater." + text));
    }

    private static void parseOrSay(LayerSource source) {
        ParsedSettings parsed = Sample.parse(source);
        Problems problems = parsed.problems();
        CallerSettings.resolver(parsed.settings(), problems);
        try {
            problems.throwIfInvalid();
        } catch (InvalidPolicyException said) {
            assertThat(said.problems()).isNotEmpty();
        }
        for (Problem problem : problems.all()) {
            assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(problem.toString()))
                    .isTrue();
            assertThat(problem.toString()).doesNotContain("\n", "\r", "\u001b");
        }
    }
}
