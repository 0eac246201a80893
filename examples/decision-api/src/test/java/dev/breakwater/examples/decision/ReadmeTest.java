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
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the README names files and variables that are there. */
class ReadmeTest {
    private static final String README = text("README.md");
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

    @Test
    void eachLinkLeadsSomewhere() {
        assertThat(found(LINK, README)).allMatch(link -> Files.exists(Path.of(link)));
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
