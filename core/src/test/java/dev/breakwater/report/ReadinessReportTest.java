/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadinessReportTest {
    private static final String HOSTILE = "<script>alert('1')</script> & \"\u202e\n\u001b[2J";

    @Nested
    class ChecksOfTheApplicationsOwn {
        @Test
        void standBehindOurs() {
            ReadinessReport report = new ReadinessScene()
                    .report(ReadinessCheck.of(
                            "shop.currency", "Prices have a currency", context -> Finding.pass("NOK")));

            assertThat(report.checks())
                    .last()
                    .isEqualTo(new ReadinessReport.Entry(
                            "shop.currency", Finding.State.PASS, "Prices have a currency", "NOK", ""));
        }

        @Test
        void takeThePlaceOfOursWithTheSameId() {
            ReadinessReport report = new ReadinessScene()
                    .report(ReadinessCheck.outside("cors.origins", "Somebody else sees to it", "The gateway does."));

            assertThat(report.checks().stream().filter(check -> check.id().equals("cors.origins")))
                    .singleElement()
                    .satisfies(check -> assertThat(check.state()).isEqualTo(Finding.State.OUTSIDE));
        }

        @Test
        void failAloneIfTheyThrow() {
            ReadinessReport report = new ReadinessScene().report(ReadinessCheck.of("shop.broken", "Broken", context -> {
                throw new IllegalStateException("a secret in a message");
            }));

            assertThat(report.checks(Finding.State.FAIL)).singleElement().satisfies(check -> {
                assertThat(check.id()).isEqualTo("shop.broken");
                assertThat(check.evidence()).contains("java.lang.IllegalStateException");
            });
            assertThat(report.toJson()).doesNotContain("a secret in a message");
            assertThat(report.count(Finding.State.PASS)).isGreaterThan(25);
        }

        @Test
        void failIfTheySayNothing() {
            ReadinessReport report =
                    new ReadinessScene().report(ReadinessCheck.of("shop.mute", "Mute", context -> null));

            assertThat(report.checks(Finding.State.FAIL))
                    .extracting(ReadinessReport.Entry::id)
                    .containsExactly("shop.mute");
        }

        @Test
        void cannotBreakOutOfTextPageOrJson() {
            ReadinessReport report = new ReadinessScene()
                    .report(ReadinessCheck.of("shop.hostile", HOSTILE, context -> Finding.warn(HOSTILE, HOSTILE)));

            assertThat(report.toHtml())
                    .doesNotContain("<script", "'1'", "\u001b", "\u202e")
                    .contains("&lt;script&gt;");
            assertThat(report.toText()).doesNotContain("\u001b", "\u202e", "\n[2J");
            assertThat(report.toJson()).matches("[ -~]+");
        }

        @Test
        void doNotShowWhatLooksLikeASecret() {
            ReadinessReport report = new ReadinessScene()
                    .report(ReadinessCheck.of(
                            "shop.key", "Key", context -> Finding.warn("key is sk_live_" + "0123456789abcdef", "")));

            assertThat(report.toJson()).doesNotContain("0123456789abcdef");
        }
    }

    @Nested
    class Forms {
        private final ReadinessReport report =
                new ReadinessScene().without("request.timeout").report();

        @Test
        void jsonHasServiceTimeCountsAndChecks() {
            assertThat(report.toJson())
                    .startsWith("{\"service\":{\"name\":\"shop\",\"version\":\"1.4.0\",\"environment\":\"production\"},"
                            + "\"time\":\"2026-01-01T00:00:00Z\",\"counts\":{\"pass\":")
                    .contains("\"fail\":1,")
                    .contains("{\"id\":\"request.timeout\",\"state\":\"fail\",\"title\":\"No request takes for ever\","
                            + "\"evidence\":\"request.timeout is not set\",\"fix\":\"Set request.timeout");
        }

        @Test
        void textBeginsWithWhatIsNotReady() {
            assertThat(report.toText().lines())
                    .startsWith("Readiness of shop 1.4.0 production, 2026-01-01T00:00:00Z", report.summary(), "")
                    .element(3)
                    .isEqualTo("FAIL request.timeout: No request takes for ever");
        }

        @Test
        void thePageHasNothingThatAPolicyCouldForbid() {
            assertThat(report.toHtml())
                    .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                    .contains("<h2>Not ready</h2>", "<code>request.timeout</code>")
                    .doesNotContain("<script", "<style", "style=", "onclick", "<img", "<link", "http:", "https://cdn");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                                                               | application/json",
                "*/*                                                             | application/json",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | text/html",
                "text/plain                                                      | text/plain",
                "text/*                                                          | text/plain",
                "text/*, text/plain;q=0                                          | text/html",
                "text/html;q=0.5, application/json;q=0.6                         | application/json",
                "TEXT/HTML; Q=1.000, application/json;q=0.999                    | text/html",
                "application/json;q=0, */*;q=0.1                                 | text/plain",
                "text/html;q=2, text/plain;q=0.1                                 | text/plain",
                "text/html;q=0.1234, text/plain;q=0.1                            | text/plain",
                "text/html;q=-1, text/plain;q=0.                                 | application/json",
                "image/png                                                       | application/json",
                "text/html;a=\",text/plain;q=0.3\", application/json;q=0.2       | text/html",
                "'nonsense, ;;, /'                                               | application/json"
            })
    void goesByWhatTheClientWouldRatherHave(String accept, String type) {
        List<String> lines = accept == null ? List.of() : List.of(accept);

        assertThat(MediaRanges.of(lines).best(List.of("application/json", "text/plain", "text/html")))
                .isEqualTo(type);
    }

    @Test
    void theGuideOfReadinessNamesEachCheckAndNoOther() throws IOException {
        String guide = Files.readString(Path.of("../docs/readiness.md"));
        Set<String> named = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| `([a-z0-9.-]+)` \\|").matcher(guide);
        while (row.find()) {
            assertThat(named.add(row.group(1)))
                    .as(row.group(1) + " stands once")
                    .isTrue();
        }

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(ReadinessReport.standardChecks().stream()
                        .map(ReadinessCheck::id)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theGuideMapsItemsToChecksThatExist() throws IOException {
        Set<String> ids = ReadinessReport.standardChecks().stream()
                .map(ReadinessCheck::id)
                .collect(Collectors.toSet());
        String items = Files.readString(Path.of("../docs/readiness.md")).split("## The guides' items", 2)[1];
        Matcher name = Pattern.compile("`([a-z0-9-]+\\.[a-z0-9.-]+)`").matcher(items);

        assertThat(name.results().map(result -> result.group(1)))
                .hasSizeGreaterThan(100)
                .isSubsetOf(ids);
    }
}
