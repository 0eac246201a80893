/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/checks.md} to the sources: each code has a row, each row a code, and each code a test. */
class ChecksDocumentTest {
    private static final List<String> MODULES = List.of("core", "servlet", "redis", "spring-starter", "compatibility");
    private static final String CODE = "\"(BW-(?:RATE|CALLER|CIDR|CORS|SPRING|PATH|HEADERS|REPORT|REDIS)-\\d+)\"";
    private static final Set<String> FAULTS = Set.of("error", "fault");
    private static final Pattern RAISED =
            Pattern.compile("\\b(error|warning|warn|fault|doubt)\\(\\s*[^;\"]*" + CODE + "(?:\\s*:\\s*" + CODE + ")?");
    private static final Pattern ROW =
            Pattern.compile("\\| `(BW-[A-Z]+-\\d+)` \\| (fault|warning) \\| [^|]{5,} \\| [^|]{5,} \\|");

    @Test
    void theTablesHaveARowForEveryCodeAndNoOther() throws IOException {
        assertThat(rows()).isEqualTo(raised()).hasSizeGreaterThan(60);
    }

    @Test
    void everyCodeIsTriggeredByATest() {
        String tests = String.join("\n", sources("test"));
        assertThat(raised().keySet()).allSatisfy(code -> assertThat(tests).contains(code));
    }

    @Test
    void theTablesOfCostNameEveryCodeButThoseOfKeys() throws IOException {
        assertThat(costRows()).isEqualTo(costCodes()).hasSizeGreaterThan(30);
    }

    private static Set<String> costRows() throws IOException {
        Set<String> rows = new TreeSet<>();
        for (String document : List.of("cost.md", "prices.md", "ledger.md")) {
            for (String line : Files.readAllLines(Path.of("..", "docs", document))) {
                Matcher number = Pattern.compile("`(?:BW-COST-)?(\\d{3})`").matcher(line);
                while (line.startsWith("| `BW-COST-") && number.find()) {
                    rows.add(number.group(1));
                }
            }
        }
        return rows;
    }

    // A key's code is declared with the key, and the code of no check.
    private static Set<String> costCodes() {
        Set<String> codes = new TreeSet<>();
        for (String source : sources("main")) {
            Matcher code = Pattern.compile("\"BW-COST-(\\d{3})\"").matcher(source);
            while (code.find()) {
                String number = code.group(1);
                boolean isKey = number.compareTo("101") >= 0 && number.compareTo("108") <= 0
                        || number.compareTo("120") >= 0 && number.compareTo("131") <= 0;
                if (!isKey) {
                    codes.add(number);
                }
            }
        }
        return codes;
    }

    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "checks.md"))) {
            if (line.startsWith("| `")) {
                Matcher row = ROW.matcher(line);
                assertThat(row.matches()).as(line).isTrue();
                assertThat(rows.put(row.group(1), row.group(2))).as(line).isNull();
            }
        }
        return rows;
    }

    private static Map<String, String> raised() {
        Map<String, String> codes = new TreeMap<>();
        for (String source : sources("main")) {
            Matcher found = RAISED.matcher(source);
            while (found.find()) {
                String level = FAULTS.contains(found.group(1)) ? "fault" : "warning";
                for (int group = 2; group <= 3 && found.group(group) != null; group++) {
                    assertThat(codes.put(found.group(group), level))
                            .as(found.group(group))
                            .isIn(null, level);
                }
            }
        }
        return codes;
    }

    private static List<String> sources(String kind) {
        List<String> texts = new ArrayList<>();
        for (String module : MODULES) {
            Path root = Path.of("..", module, "src", kind, "java");
            if (Files.isDirectory(root)) {
                texts.addAll(texts(root));
            }
        }
        return texts;
    }

    private static List<String> texts(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ChecksDocumentTest::text)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
