/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedTest {
    private static final Speed FAST = new Speed(30);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expr: sum(rate(a[5m]))         | expr: sum(rate(a[10000ms]))",
                "expr: a unless a offset 15m)   | expr: a unless a offset 30000ms)",
                "expr: rate(a[1h30m] offset 1d) | expr: rate(a[180000ms] offset 2880000ms)",
                "expr: sum_over_time(a[30d])    | expr: sum_over_time(a[86400000ms])",
                "and bad:rate1h * 3600 >= 10     | and bad:rate1h * 120.0 >= 10",
                "'        for: 2m'              | '        for: 4000ms'",
                "'    interval: 5m'             | '    interval: 10000ms'"
            })
    void dividesDurations(String shipped, String faster) {
        assertThat(FAST.of(shipped)).isEqualTo(faster);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- record: job:http_server_requests:rate5m",
                "expr: job_upstream:breakwater_upstream_calls:increase5m >= 20",
                "expr: a > 14.4 * b and c * 3600 < 3",
                "description: It has failed for: 2m",
                "description: \"At this rate, 2 % went in an hour; the last 5m were no better.\""
            })
    void leavesNamesNumbersAndWords(String text) {
        assertThat(FAST.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops/prometheus/rules", "examples/deal-health/deploy/prometheus/rules"})
    void findsAllDurationsOfTheShippedRulesAndChangesNoOtherLine(String directory) throws IOException {
        for (Path file : files(Path.of("..").resolve(directory))) {
            List<String> shipped = Files.readAllLines(file);
            List<String> faster = FAST.of(Files.readString(file)).lines().toList();
            assertThat(faster).as(file.toString()).hasSameSizeAs(shipped).noneMatch(SpeedTest::isSlow);
            for (int i = 0; i < shipped.size(); i++) {
                if (!isSlow(shipped.get(i))) {
                    assertThat(faster.get(i)).isEqualTo(shipped.get(i));
                }
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            List<Path> files = all.toList();
            assertThat(files).isNotEmpty();
            return files;
        }
    }

    /** Found in another way than they are replaced. */
    private static boolean isSlow(String line) {
        boolean isText = line.contains("description:")
                || line.contains("summary:")
                || line.stripLeading().startsWith("#");
        boolean hasDuration = Stream.of(line.split("[\\s\\[\\])]+")).anyMatch(word -> word.matches("[0-9]+[smhdwy]"));
        boolean hasSecondsOfAWindow = line.matches(".*\\* (300|[0-9]{4,})( .*)?");
        return !isText && (hasDuration || hasSecondsOfAWindow);
    }
}
