/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String file = "";

    @BeforeEach
    void aFileOfTwo() throws IOException {
        file = Files.writeString(directory.resolve("prices.yaml"), """
                        version: mine
                        currency: USD
                        entries:
                          - {provider: p, model: old, from: 2026-01-01T00:00:00Z, to: 2027-01-01T00:00:00Z, source: a page,
                             checked: 2026-10-01, uncertain: true, input: 1, output: 1}
                          - {provider: p, model: new, from: 2026-01-01T00:00:00Z, source: s, checked: 2026-11-20,
                             input: 1, output: 1}
                        """).toString();
    }

    private int run(String... arguments) {
        return Prices.run(arguments, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), TODAY);
    }

    @Test
    void listsWhatIsStaleAndEndsWithOne() {
        assertThat(run(file)).isEqualTo(1);
        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "p\told\t2026-01-01T00:00:00Z\t2027-01-01T00:00:00Z\t2026-10-01\t53d\tuncertain\ta page");
        assertThat(err.toString(UTF_8).strip()).isEqualTo("Prices mine: 1 of 2 were checked more than 45 days ago");
    }

    @Test
    void endsWithZeroIfNothingIsStale() {
        assertThat(run(file, "--stale-after=53d")).isZero();
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void takesTheBundledBookIfNoneIsNamed() {
        assertThat(run("--stale-after=45d")).isEqualTo(1);
        assertThat(out.toString(UTF_8).lines())
                .anySatisfy(
                        line -> assertThat(line).startsWith("openai\tgpt-4o\t").contains("\t-\t2025-07-04\t507d\t"));
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Files.writeString(Path.of(file), "version: x\n");
        assertThat(run(file)).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("BW-COST-003").contains("prices.yaml");
        assertThat(run(directory.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("BW-COST-013");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stale-after=45", "--stale-after=xd", "--stale-after=-1d", "--help"})
    void doesNotGuessItsArguments(String argument) {
        assertThat(run(argument)).isEqualTo(2);
        assertThat(err.toString(UTF_8)).startsWith(argument + ": not understood");
    }
}
