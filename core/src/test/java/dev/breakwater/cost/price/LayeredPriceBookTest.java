/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayeredPriceBookTest {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    private static PriceBook book(String version, String... entries) {
        StringBuilder text = new StringBuilder("version: " + version + "\ncurrency: USD\nentries:\n");
        for (String entry : entries) {
            text.append("  - {provider: p, source: s, checked: 2026-01-01, ")
                    .append(entry)
                    .append("}\n");
        }
        return PriceBook.parse(version, text.toString());
    }

    private static String input(PriceBook book, String model, Instant at) {
        Price price = book.find("p", model, at);
        return price == null ? "none" : String.valueOf(price.nanoUsd(Usages.of("in 1")));
    }

    @Nested
    class ALaterBook {
        private final PriceBook both = PriceBook.layered(
                book(
                        "base",
                        "model: a, from: 2026-01-01T00:00:00Z, input: 1, output: 1",
                        "model: b, aliases: [b-old], from: 2026-01-01T00:00:00Z, input: 2, output: 1",
                        "model: c, from: 2026-01-01T00:00:00Z, to: 2027-01-01T00:00:00Z, input: 3, output: 1",
                        "model: d-2026-01-01, from: 2026-01-01T00:00:00Z, input: 4, output: 1"),
                book(
                        "mine",
                        "model: a, from: 2026-06-01T00:00:00Z, to: 2026-07-01T00:00:00Z, input: 10, output: 1",
                        "model: my, aliases: [b-old], from: 2026-01-01T00:00:00Z, input: 20, output: 1",
                        "model: c, from: 2025-01-01T00:00:00Z, to: 2026-03-01T00:00:00Z, input: 30, output: 1",
                        "model: c, from: 2026-03-01T00:00:00Z, input: 31, output: 1",
                        "model: d, from: 2026-01-01T00:00:00Z, input: 40, output: 1"));

        @ParameterizedTest
        @CsvSource({
            "a,            2026-05-31T23:59:59Z, 1000",
            "a,            2026-06-01T00:00:00Z, 10000",
            "a,            2026-07-01T00:00:00Z, 1000",
            "a,            2025-12-31T23:59:59Z, none",
            "b,            2026-06-01T00:00:00Z, 2000",
            "b-old,        2026-06-01T00:00:00Z, 20000",
            "b-old-001,    2026-06-01T00:00:00Z, 20000",
            "my,           2026-06-01T00:00:00Z, 20000",
            "c,            2026-06-01T00:00:00Z, 31000",
            "d-2026-01-01, 2026-06-01T00:00:00Z, 4000", // an exact name goes before a version of a model
            "d-2026-02-02, 2026-06-01T00:00:00Z, 40000",
        })
        void countsForWhatItNamesAndWhileItHolds(String model, Instant at, String nano) {
            assertThat(input(both, model, at)).isEqualTo(nano);
        }

        @Test
        void leavesTheRestAndBothAreNamed() {
            assertThat(both.version()).isEqualTo("base + mine");
            assertThat(both.prices())
                    .extracting(Price::toString)
                    .contains("p/a from 2026-01-01T00:00:00Z")
                    .doesNotContain("p/c from 2026-01-01T00:00:00Z to 2027-01-01T00:00:00Z")
                    .hasSize(8);
        }

        @Test
        void canBeLayeredAgain() {
            PriceBook three =
                    PriceBook.layered(both, book("third", "model: a, from: 2026-01-01T00:00:00Z, input: 7, output: 1"));
            assertThat(three.version()).isEqualTo("base + mine + third");
            assertThat(input(three, "a", Instant.parse("2026-06-15T00:00:00Z"))).isEqualTo("7000");
            assertThat(input(three, "c", NOW)).isEqualTo("31000");
        }
    }

    @Nested
    class AWithdrawnPrice {
        private static final String SCHEDULED_FROM = "2027-01-01T00:00:00Z";

        private final PriceBook base = book(
                "base",
                "model: a, from: 2026-01-01T00:00:00Z, to: " + SCHEDULED_FROM + ", input: 1, output: 1",
                "model: a, from: " + SCHEDULED_FROM + ", input: 2, output: 1",
                "model: b, from: " + SCHEDULED_FROM + ", input: 3, output: 1");

        @Test
        void isNeverUsed() {
            PriceBook book = book(
                    "own",
                    "model: a, from: 2026-01-01T00:00:00Z, input: 1, output: 1",
                    "model: a, from: " + SCHEDULED_FROM + ", withdrawn: true");
            assertThat(input(book, "a", Instant.parse(SCHEDULED_FROM))).isEqualTo("1000");
            assertThat(book.prices()).hasSize(1);
        }

        @Test
        void ofAnEarlierBookIsTakenOutAndThePriceBeforeItGoesOn() {
            PriceBook withdrawn = PriceBook.layered(
                    base,
                    book(
                            "fix",
                            "model: a, from: " + SCHEDULED_FROM + ", withdrawn: true",
                            "model: z, from: 2026-01-01T00:00:00Z, input: 1, output: 1"));
            assertThat(input(base, "a", Instant.parse(SCHEDULED_FROM))).isEqualTo("2000");
            assertThat(input(withdrawn, "a", Instant.parse(SCHEDULED_FROM))).isEqualTo("1000");
            assertThat(input(withdrawn, "b", Instant.parse(SCHEDULED_FROM))).isEqualTo("3000");
        }

        @Test
        void mayBeAllThatAFileSays() {
            PriceBook fix = book("fix", "model: b, from: " + SCHEDULED_FROM + ", withdrawn: true");
            assertThat(input(PriceBook.layered(base, fix), "b", Instant.parse(SCHEDULED_FROM)))
                    .isEqualTo("none");
        }
    }

    @Test
    void stalePricesAreThoseThatHoldOrWillAndWereCheckedLongAgo() {
        PriceBook book = PriceBook.parse("test", """
                version: t
                currency: USD
                entries:
                  - {provider: p, model: old, from: 2026-01-01T00:00:00Z, source: s, checked: 2026-10-08, input: 1, output: 1}
                  - {provider: p, model: edge, from: 2026-01-01T00:00:00Z, source: s, checked: 2026-10-09, input: 1, output: 1}
                  - {provider: p, model: over, from: 2026-01-01T00:00:00Z, to: 2026-11-23T00:00:00Z, source: s,
                     checked: 2026-01-01, input: 1, output: 1}
                  - {provider: p, model: soon, from: 2027-01-01T00:00:00Z, source: s, checked: 2026-01-01, input: 1, output: 1}
                """);
        assertThat(book.staleAt(LocalDate.of(2026, 11, 23), Duration.ofDays(45)))
                .extracting(Price::model)
                .containsExactly("old", "soon");
    }
}
