/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page of the examples says about the deployment guides: no line is missing, and no test. */
class GuidesTest {
    private static final Path PAGE = Path.of("../examples/README.md");
    private static final Pattern LINK = Pattern.compile("]\\(([^:)#]+)(?:#[^)]*)?\\)");

    @ParameterizedTest
    @CsvSource({
        "Decision API, decision-api",
        "Deal Health, deal-health",
        "Shopping Optimizer, shopping-optimizer",
        "BouvetRadar, bouvet-radar",
        "Carbon Optimizer, carbon-optimizer"
    })
    void everyLineOfAGuideIsMetOrOutsideAndEveryTestIsThere(String title, String example) throws IOException {
        GuideTable table = GuideTable.of(section(title));
        assertThat(table.faults()).isEmpty();
        assertThat(table.rows()).isNotEmpty();
        TestSources tests = new TestSources("examples/" + example);
        assertThat(table.rows().stream().flatMap(row -> row.tests().stream()).distinct())
                .filteredOn(name -> !tests.has(name))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "decision-api, decision-api",
        "deal-health, deal-health",
        "shopping-optimizer, shopping-optimizer",
        "bouvet-radar, bouvetradar",
        "carbon-optimizer, carbon-optimizer"
    })
    void itsExampleLeadsToATable(String example, String section) throws IOException {
        assertThat(Files.readString(PAGE.resolveSibling(example).resolve("README.md")))
                .contains("](../README.md#" + section + ")");
    }

    @Test
    void everyFileItLinksIsThere() throws IOException {
        assertThat(LINK.matcher(Files.readString(PAGE)).results().map((MatchResult match) -> match.group(1)))
                .isNotEmpty()
                .allMatch(file -> Files.exists(PAGE.resolveSibling(file)), "is a file");
    }

    @Test
    void itsProseIsNoWiderThan120Columns() throws IOException {
        assertThat(Files.readAllLines(PAGE))
                .filteredOn(line -> !line.startsWith("|"))
                .allMatch(line -> line.length() <= 120);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "| 1-2 | a | b | `XTest` | => ends at line 2 of 4",
                "| 1-2 | a | b | `XTest` | | 4 | a | b | `XTest` | => 4: comes after line 2",
                "| 1-3 | a | b | `XTest` | | 3-4 | a | b | `XTest` | => 3-4: comes after line 3",
                "| 1-5 | a | b | `XTest` | => ends at line 5 of 4",
                "| 1-4 |  | b | `XTest` | => 1-4: an empty cell",
                "| 1-4 | a |  | `XTest` | => 1-4: an empty cell",
                "| 1-4 | a | b |  | => '1-4: no names of tests: '",
                "| 1-4 | a | b | nobody | => 1-4: no names of tests: nobody",
                "| 1-4 | a | b | `XTest` and others | => 1-4: no names of tests: `XTest` and others",
                "| 1-4 | a | *Outside* |  | => 1-4: no reason",
                "| 1-4 | a | Not there: no |  | => 1-4: no reason",
                "| 1-4 | a | *Outside*: the platform's | `XTest` | => 1-4: nothing can show it, and something does",
                "| 1 to 4 | a | b | `XTest` | => no range of lines, or not four cells: 1 to 4",
            })
    void whatIsMissingIsFound(String rows, String fault) {
        List<String> lines = Stream.concat(
                        Stream.of("The guide has 4 lines.", GuideTable.HEAD, "|---|---|---|---|"),
                        Stream.of(rows.replace("| | ", "|\n| ").split("\n", -1)))
                .toList();
        assertThat(GuideTable.of(lines).faults()).contains(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "GuidesTest, true",
        "GuidesTest.aTestIsFoundByItsDeclaration, true",
        "core:BreakwaterTest, true",
        "examples/shopping-optimizer:DeploymentTest.Kubernetes.eachProbeAsksItsOwnQuestion, true",
        "examples/shopping-optimizer:DeploymentTest.CloudRun, true",
        "GuidesTest.section, false",
        "GuidesTest.nothing, false",
        "GuidesTest.Nothing, false",
        "NothingTest, false",
        "GuideTable, false",
        "nothing:GuidesTest, false",
        "examples/shopping-optimizer:DeploymentTest.eachProbeAsksItsOwnQuestion, false",
        "examples/shopping-optimizer:DeploymentTest.CloudRun.eachProbeAsksItsOwnQuestion, false"
    })
    void aTestIsFoundByItsDeclaration(String name, boolean found) {
        assertThat(new TestSources("spring-starter").has(name)).isEqualTo(found);
    }

    private static List<String> section(String title) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals("## " + title))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .toList();
    }
}
