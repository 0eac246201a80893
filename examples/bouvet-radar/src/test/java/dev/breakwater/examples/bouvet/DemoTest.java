/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo checks itself, as the process that everybody starts; it takes some fifteen seconds. */
@Tag("heavy")
class DemoTest {
    @TempDir
    Path directory;

    @Test
    void everyStepDoesWhatItShould() throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BouvetRadar.class.getName(),
                        "--demo",
                        "--exit")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LOG_DIR", directory.toString());
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output)).doesNotContain("FAILED").contains("24 of 24 steps as expected");
        assertThat(process.exitValue()).isZero();
    }
}
