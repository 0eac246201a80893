/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+Test(?:\\.[A-Za-z0-9]+)*)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^:)]+)\\)");

    @Test
    void everyTestItNamesExists() throws Exception {
        List<String> named = found(TEST);
        assertThat(named).hasSizeGreaterThan(20).allSatisfy(ReadmeTest::assertExists);
    }

    @Test
    void everyFileItLinksExists() throws Exception {
        assertThat(found(LINK)).isNotEmpty().allMatch(file -> Files.exists(Path.of(file)));
    }

    private static List<String> found(Pattern pattern) throws Exception {
        return pattern.matcher(Documents.text("README.md"))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static void assertExists(String test) throws ClassNotFoundException {
        String name = ReadmeTest.class.getPackageName();
        Class<?> found = null;
        for (String part : test.split("\\.")) {
            if (Character.isUpperCase(part.charAt(0))) {
                name += (found == null ? "." : "$") + part;
                found = Class.forName(name);
            } else {
                assertThat(Arrays.stream(found.getDeclaredMethods()).map(method -> method.getName()))
                        .contains(part);
            }
        }
    }
}
