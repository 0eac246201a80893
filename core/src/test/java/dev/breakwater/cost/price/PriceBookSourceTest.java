/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceBookSourceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    @TempDir
    Path directory;

    private Path write(String name, String version, String model) throws IOException {
        return Files.writeString(
                directory.resolve(name),
                "version: " + version + "\ncurrency: USD\nentries:\n  - {provider: openai, model: " + model
                        + ", from: 2026-01-01T00:00:00Z, source: s, checked: 2026-01-01, input: 1, output: 2}\n");
    }

    @Test
    void laysAFileOverTheBundledBook() throws IOException {
        String mine = write("mine.yaml", "mine", "gpt-6-sol").toString();
        PriceBook book = PriceBookSource.of(List.of("bundled", mine)).current();
        assertThat(book.version()).isEqualTo("2026-11-23 + mine");
        assertThat(book.find("openai", "gpt-6-sol", NOW))
                .extracting(Price::source)
                .isEqualTo("s");
        assertThat(book.find("openai", "gpt-6-luna", NOW)).isNotNull();
    }

    @Test
    void findsBooksOnTheClassPath() {
        PriceBook book = PriceBookSource.of(List.of("classpath:dev/breakwater/cost/guide-prices.yaml"))
                .current();
        assertThat(book.version()).isEqualTo("guide");
    }

    @Test
    void hasNewPricesOnceTheFileHasThem() throws IOException {
        Path file = write("prices.yaml", "one", "a");
        PriceBookSource source = PriceBookSource.of(List.of(file.toString()));
        PriceBook captured = source.current();
        assertThat(source.reload()).isFalse();

        write("prices.yaml", "two", "b");

        assertThat(source.current()).isSameAs(captured);
        assertThat(source.reload()).isTrue();
        assertThat(source.current().version()).isEqualTo("two");
        assertThat(source.lastProblems()).isEmpty();
        assertThat(source.reload()).isFalse();
        // Who began a call with the earlier book still has its prices.
        assertThat(captured.find("openai", "a", NOW)).isNotNull();
    }

    @Test
    void keepsTheBookWhenTheNewOneIsBrokenAndSaysSoOnce() throws IOException {
        Path file = write("prices.yaml", "one", "a");
        PriceBookSource source = PriceBookSource.of(List.of("bundled", file.toString()));
        PriceBook before = source.current();

        Files.writeString(file, "version: two\ncurrency: EUR\nentries: [{provider: p}]\n");

        assertThat(source.reload()).isTrue();
        assertThat(source.current()).isSameAs(before);
        assertThat(source.lastProblems())
                .hasSizeGreaterThan(5)
                .allSatisfy(problem -> assertThat(problem.path()).startsWith(file.toString()))
                .extracting(Problem::code)
                .contains("BW-COST-009", "BW-COST-003");
        assertThat(source.reload()).isFalse();

        write("prices.yaml", "three", "a");
        assertThat(source.reload()).isTrue();
        assertThat(source.current().version()).endsWith(" + three");
        assertThat(source.lastProblems()).isEmpty();
    }

    @Test
    void keepsTheBookWhileTheFileIsAway() throws IOException {
        Path file = write("prices.yaml", "one", "a");
        PriceBookSource source = PriceBookSource.of(List.of(file.toString()));
        Files.delete(file);

        assertThat(source.reload()).isTrue();
        assertThat(source.current().version()).isEqualTo("one");
        assertThat(source.lastProblems())
                .singleElement()
                .extracting(Problem::code, Problem::path)
                .containsExactly("BW-COST-013", file.toString());
        assertThat(source.reload()).isFalse();

        write("prices.yaml", "one", "a");
        assertThat(source.reload()).isTrue();
        assertThat(source.lastProblems()).isEmpty();
    }

    @Test
    void doesNotBeginWithFaultsAndTellsThoseOfAllPlaces() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "a: [");
        Path latin = Files.write(directory.resolve("latin.yaml"), new byte[] {(byte) 0xe4});
        InvalidPolicyException faults = catchThrowableOfType(
                InvalidPolicyException.class,
                () -> PriceBookSource.of(
                        List.of(broken.toString(), latin.toString(), "classpath:nowhere.yaml", "no\0path", "bundled")));
        assertThat(faults.problems())
                .extracting(Problem::code)
                .containsExactlyInAnyOrder("BW-COST-001", "BW-COST-013", "BW-COST-013", "BW-COST-013");
    }
}
