/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's chapter "Backup and Recovery". */
class BackupTest {
    @Test
    void theExampleOfAnEnvironmentNamesTheRequiredVariablesAndNoSecret() throws Exception {
        assertThat(Documents.text(".env.example").lines()).contains("DOFFIN_API_KEY=");
    }

    @Test
    void theRealOneIsNotForVersionControl() throws Exception {
        assertThat(Documents.text(".gitignore").lines()).contains(".env");
    }

    @Test
    void everyVariableInItIsExplained() throws Exception {
        String readme = Documents.text("README.md");
        List<String> names = Pattern.compile("(?m)^#?([A-Z_]+)=")
                .matcher(Documents.text(".env.example"))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(names)
                .hasSizeGreaterThan(4)
                .allSatisfy(name ->
                        assertThat(readme).contains(name.startsWith("SECURITY_") ? "SECURITY_ALLOWED_ORIGINS" : name));
    }
}
