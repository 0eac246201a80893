/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.policy.InvalidPolicyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceBookTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private static String book(String entries) {
        return "version: test\ncurrency: USD\nentries:\n" + entries;
    }

    private static String entry(String model, String more) {
        return "  - {provider: p, model: " + model + ", source: s, checked: 2026-01-01, input: 1, output: 2, " + more
                + "}\n";
    }

    @Nested
    class TheBundledBook {
        private final PriceBook book = PriceBook.bundled();

        @Test
        void isReadOnceHoweverOftenItIsAskedFor() {
            assertThat(PriceBook.bundled()).isSameAs(book);
        }

        @Test
        void saysForEachPriceWhereAndWhenItWasRead() {
            assertThat(book.version()).isEqualTo("2026-11-23");
            assertThat(book.prices()).hasSizeGreaterThan(6).allSatisfy(price -> {
                assertThat(price.source()).isNotBlank();
                assertThat(price.checked()).isBetween(LocalDate.of(2025, 7, 1), LocalDate.of(2026, 11, 22));
            });
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "gemini-2.5-pro",
                    "gemini-2.5-flash",
                    "gemini-2.5-flash-lite",
                    "gemini-3.5-flash",
                    "gemini-3.5-flash-lite",
                    "gemini-3.8-flash",
                })
        void knowsTheModelsOfToday(String model) {
            assertThat(book.find("gcp.gemini", model, NOW)).isNotNull();
        }

        @ParameterizedTest
        @CsvSource({
            "2026-12-31T23:59:59.999999999Z, 750000",
            "2027-01-01T00:00:00Z,          1500000",
        })
        void changesAScheduledPriceAtItsInstant(Instant at, long nano) {
            Price price = book.find("gcp.gemini", "gemini-3.8-flash", at);
            assertThat(price).isNotNull();
            assertThat(price.nanoUsd(TokenUsage.builder()
                            .tokens(TokenClass.IN_FRESH, 1000)
                            .build()))
                    .isEqualTo(nano);
            assertThat(price.isUncertain()).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "openai,    gpt-6-sol,                    gpt-6-sol",
            "openai,    gpt-6-sol-2026-09-22,         gpt-6-sol",
            "openai,    openai/gpt-6-sol,             gpt-6-sol",
            "openai,    openai/gpt-6-sol-2026-09-22,  gpt-6-sol",
            "anthropic, claude-sonnet-5-5-20260922,   claude-sonnet-5.5",
            "anthropic, anthropic/claude-haiku-4.5,   claude-haiku-4.5",
            "anthropic, claude-opus-5,                claude-opus-5",
            "gcp.gemini, google/gemini-2.5-pro,       gemini-2.5-pro",
        })
        void knowsTheNamesThatProvidersAndGatewaysUse(String provider, String asked, String found) {
            assertThat(book.find(provider, asked, NOW)).extracting(Price::model).isEqualTo(found);
        }

        @ParameterizedTest
        @CsvSource({
            "openai,    gpt-6-solx",
            "openai,    gpt-6-sol-mini",
            "openai,    gpt-6",
            "openai,    anthropic/gpt-6-sol",
            "openai,    openai/openai/gpt-6-sol",
            "openai,    openai/",
            "anthropic, claude-opus-5-99999999",
            "anthropic, claude-opus-5-2026092",
            "anthropic, gpt-6-sol",
        })
        void doesNotGuess(String provider, String asked) {
            assertThat(book.find(provider, asked, NOW)).isNull();
        }

        @Test
        void hasNoPriceForARetiredModelOrAnInstantItsSourceDoesNotCover() {
            assertThat(book.find("gcp.gemini", "gemini-1.5-flash", NOW)).isNull();
            assertThat(book.find("gcp.gemini", "gemini-2.5-pro", Instant.parse("2025-10-30T23:59:59Z")))
                    .isNull();
        }
    }

    @Nested
    class AModel {
        private final PriceBook book = PriceBook.parse(
                "test",
                book(entry("m-1", "from: 2026-01-01T00:00:00Z, aliases: [m-latest, m-2-001]")
                        + entry("m-2", "from: 2026-01-01T00:00:00Z")));

        @ParameterizedTest
        @CsvSource({
            "m-1,                m-1",
            "models/m-1,         m-1",
            "m-latest,           m-1",
            "models/m-latest,    m-1",
            "m-1-001,            m-1",
            "m-latest-001,       m-1",
            "models/m-1-002,     m-1",
            "m-1-2026-09-22,     m-1",
            "m-2-001,            m-1", // an alias is exact, a version is derived
            "m-2-002,            m-2",
        })
        void isFoundByItsNamesAndVersions(String asked, String found) {
            assertThat(book.find("p", asked, NOW)).extracting(Price::model).isEqualTo(found);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "m",
                    "m-",
                    "M-1",
                    "m-1x",
                    "m-11",
                    "m-1-01",
                    "m-1-0001",
                    "m-1-00a",
                    "m-1-001-001",
                    "m-1-2026-9-22",
                    "-001",
                    "models/",
                    "models/models/m-1",
                    "x/m-1",
                })
        void isNotGuessedFromSimilarNames(String asked) {
            assertThat(book.find("p", asked, NOW)).isNull();
        }

        @Test
        void belongsToItsProvider() {
            assertThat(book.find("q", "m-1", NOW)).isNull();
        }
    }

    @Nested
    class AFaultyFile {
        private InvalidPolicyException faults(String text) {
            return catchThrowableOfType(InvalidPolicyException.class, () -> PriceBook.parse("prices.yaml", text));
        }

        @Test
        void isToldEverythingAtOnce() {
            InvalidPolicyException faults = faults("""
                    currency: EUR
                    extra: 1
                    entries:
                      - provider: p
                        model: m
                        from: 2026-01-01
                        to: 1970-01-01T00:00:00Z
                        checked: today
                        uncertain: perhaps
                        input: 0.00000125
                        cache-write-5m: x
                        web-search: -10
                        cached-input: -1
                        output: 1e3
                        inputt: 1
                        excluded-modalities: [smell]
                        long-context: {above: 0, input: 20000, output: "", colour: red}
                      - text
                    """);
            assertThat(faults.problems())
                    .extracting(problem -> problem.code() + " " + problem.path())
                    .containsExactlyInAnyOrder(
                            "BW-COST-003 version",
                            "BW-COST-009 currency",
                            "BW-COST-004 extra",
                            "BW-COST-008 entries[0].from",
                            "BW-COST-006 entries[0].to",
                            "BW-COST-003 entries[0].source",
                            "BW-COST-008 entries[0].checked",
                            "BW-COST-008 entries[0].uncertain",
                            "BW-COST-005 entries[0].input",
                            "BW-COST-005 entries[0].cached-input",
                            "BW-COST-005 entries[0].output",
                            "BW-COST-005 entries[0].cache-write-5m",
                            "BW-COST-005 entries[0].web-search",
                            "BW-COST-004 entries[0].inputt",
                            "BW-COST-008 entries[0].excluded-modalities",
                            "BW-COST-008 entries[0].long-context.above",
                            "BW-COST-005 entries[0].long-context.input",
                            "BW-COST-003 entries[0].long-context.output",
                            "BW-COST-004 entries[0].long-context.colour",
                            "BW-COST-002 entries[1]",
                            "BW-COST-003 entries[1].provider",
                            "BW-COST-003 entries[1].model",
                            "BW-COST-003 entries[1].from",
                            "BW-COST-003 entries[1].source",
                            "BW-COST-003 entries[1].checked",
                            "BW-COST-003 entries[1].input",
                            "BW-COST-003 entries[1].output");
        }

        @Test
        void isToldThatAPriceOfOneTokenIsNotThatOfAMillion() {
            String one =
                    "version: v\ncurrency: USD\nentries:\n  - {provider: p, model: m, from: 2026-01-01T00:00:00Z, source: s,"
                            + " checked: 2026-01-01, input: 0.00000125, output: 1}";
            assertThat(faults(one).problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.fix())
                            .isEqualTo("Is this the price of one token? Give that of a million."));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "# only a comment",
                    "---",
                    "- !!int 5",
                    "!x {}",
                    "text",
                    "[1, 2]",
                    "a: [",
                    "a: 1\na: 2",
                    "a: &x [1]\nb: *x",
                    "\t"
                })
        void needNotEvenBeABook(String text) {
            assertThat(faults(text).problems()).isNotEmpty();
        }

        @Test
        void isToldWhatItsConditionsMustBe() {
            InvalidPolicyException faults = faults("""
                    version: v
                    currency: USD
                    entries:
                      - provider: p
                        model: m
                        from: 2026-01-01T00:00:00Z
                        source: s
                        checked: 2026-01-01
                        max-output: none
                        input: 1
                        output: 0.00005
                        audio: {input: x, smell: 1}
                        service-tiers: {batch: 0, flex: half, priority: 1.23456, fast: 20.1, slow: ""}
                        speeds: fast
                        regions: [us]
                        peaks:
                          - {multiplier: 2, hours: [], days: [someday], zone: Mars/Olympus, except: [now], colour: red}
                          - {multiplier: -1, hours: [9-17, "10:00-09:00", "23:00-24:01", "00:60-01:00", "a0:00-b1:00"]}
                        long-context:
                          - {above: 200, input: 1, output: 1}
                          - {above: 200, input: 1, output: 1}
                    """);
            assertThat(faults.problems())
                    .extracting(problem -> problem.code() + " " + problem.path())
                    .containsExactlyInAnyOrder(
                            "BW-COST-008 entries[0].max-output",
                            "BW-COST-005 entries[0].output",
                            "BW-COST-005 entries[0].audio.input",
                            "BW-COST-004 entries[0].audio.smell",
                            "BW-COST-010 entries[0].service-tiers.batch",
                            "BW-COST-010 entries[0].service-tiers.flex",
                            "BW-COST-010 entries[0].service-tiers.priority",
                            "BW-COST-010 entries[0].service-tiers.fast",
                            "BW-COST-003 entries[0].service-tiers.slow",
                            "BW-COST-002 entries[0].speeds",
                            "BW-COST-002 entries[0].regions",
                            "BW-COST-003 entries[0].peaks[0].hours",
                            "BW-COST-008 entries[0].peaks[0].days",
                            "BW-COST-008 entries[0].peaks[0].zone",
                            "BW-COST-008 entries[0].peaks[0].except",
                            "BW-COST-004 entries[0].peaks[0].colour",
                            "BW-COST-010 entries[0].peaks[1].multiplier",
                            "BW-COST-011 entries[0].peaks[1].hours",
                            "BW-COST-011 entries[0].peaks[1].hours",
                            "BW-COST-011 entries[0].peaks[1].hours",
                            "BW-COST-011 entries[0].peaks[1].hours",
                            "BW-COST-011 entries[0].peaks[1].hours",
                            "BW-COST-012 entries[0].long-context[1].above");
        }

        @Test
        void mayNotHaveTwoPricesAtOneInstant() {
            String text = book(entry("m", "from: 2026-01-01T00:00:00Z")
                    + entry("m", "from: 2027-01-01T00:00:00Z")
                    + entry("n", "from: 2026-01-01T00:00:00Z, aliases: [m]")
                    + entry("o", "from: 2026-01-01T00:00:00Z, to: 2026-02-01T00:00:00Z")
                    + entry("o", "from: 2026-02-01T00:00:00Z"));
            assertThat(faults(text).problems())
                    .extracting(problem -> problem.code() + " " + problem.path())
                    .containsExactly("BW-COST-007 entries[1].model", "BW-COST-007 entries[2].aliases[0]");
        }
    }

    @Test
    void isReadFromAFileInYamlOrJson(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("prices.json"), """
                {"version": "mine", "currency": "USD", "entries": [
                  {"provider": "p", "model": "m", "from": "2026-01-01T00:00:00Z", "source": "s", "checked": "2026-01-01",
                   "input": "0.35", "output": 1.05}
                ]}
                """);
        assertThat(PriceBook.read(file).prices()).singleElement().hasToString("p/m from 2026-01-01T00:00:00Z");
    }
}
