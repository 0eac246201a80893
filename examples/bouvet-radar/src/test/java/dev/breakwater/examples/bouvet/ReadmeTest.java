/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the README's links lead somewhere; the guide's lines are held to tests where their table is. */
class ReadmeTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^:)#]+)(?:#[^)]*)?\\)");

    @Test
    void everyFileItLinksExists() throws Exception {
        assertThat(LINK.matcher(Documents.text("README.md")).results().map((MatchResult match) -> match.group(1)))
                .isNotEmpty()
                .allMatch(file -> Files.exists(Path.of(file)));
    }
}
