/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the README names tests, files and variables that are there, and has a row for each line of the guide. */
class ReadmeTest {
    private static final String README = text("README.md");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+Test(?:\\.[A-Za-z0-9]+)*)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^:)#]+)(?:#[^)]*)?\\)");

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> rows() {
        return README.substring(README.indexOf("| the guide's line"))
                .lines()
                .skip(2)
                .toList();
    }

    @Test
    void eachTestIsThere() {
        assertThat(found(TEST, README)).hasSizeGreaterThan(50).allMatch(ReadmeTest::exists);
    }

    private static boolean exists(String name) {
        String[] parts = name.split("\\.", -1);
        try {
            Class<?> found = Class.forName(packageOf(parts[0]) + parts[0]);
            for (int i = 1; i < parts.length; i++) {
                String part = parts[i];
                if (Character.isUpperCase(part.charAt(0))) {
                    found = Class.forName(found.getName() + "$" + part);
                } else {
                    return Arrays.stream(found.getDeclaredMethods())
                            .anyMatch(method -> method.getName().equals(part));
                }
            }
            return true;
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }

    private static String packageOf(String test) {
        return ReadmeTest.class.getPackageName() + (test.equals("StepLoadTest") ? ".load." : ".");
    }

    @Test
    void eachLinkLeadsSomewhere() {
        assertThat(found(LINK, README)).allMatch(link -> Files.exists(Path.of(link)));
    }

    @Test
    void eachLineOfTheGuideIsTestedOrOutside() {
        assertThat(rows())
                .hasSizeGreaterThan(45)
                .allMatch(row -> row.contains("*Outside*") || row.contains("Test"), "has a test, or says why not");
    }

    @Test
    void eachVariableOfTheServiceIsExplained() {
        Pattern read = Pattern.compile("\\$\\{([A-Z][A-Z_]+):");
        assertThat(found(read, text("src/main/resources/application.yaml")))
                .isNotEmpty()
                .allMatch(name -> README.contains("`" + name + "`"));
    }

    @Test
    void proseIsNoWiderThan120Columns() {
        assertThat(README.lines().filter(line -> !line.startsWith("|"))).allMatch(line -> line.length() <= 120);
    }
}
