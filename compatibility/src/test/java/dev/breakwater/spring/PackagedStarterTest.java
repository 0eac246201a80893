/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The starter's jar as applications get it. From 23 on a JDK leaves out annotation processors on the class path without
 * a word, so that whatever they write is looked for here.
 */
@Tag("packaged")
class PackagedStarterTest {
    private static final String IMPORTS =
            "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

    private JarFile jar;

    @BeforeEach
    void open() throws IOException, URISyntaxException {
        Path file = Path.of(BreakwaterAutoConfiguration.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(file).isRegularFile();
        jar = new JarFile(file.toFile());
    }

    @AfterEach
    void close() throws IOException {
        jar.close();
    }

    private String text(String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        try (InputStream content = jar.getInputStream(entry)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void namesItsConfigurationsAndItsFailureAnalyzer() throws IOException {
        assertThat(text(IMPORTS).lines())
                .containsExactlyInAnyOrder(
                        BreakwaterAuditAutoConfiguration.class.getName(),
                        BreakwaterAutoConfiguration.class.getName(),
                        BreakwaterHealthAutoConfiguration.class.getName(),
                        BreakwaterMetricsAutoConfiguration.class.getName(),
                        BreakwaterMvcAutoConfiguration.class.getName(),
                        BreakwaterNeighboursAutoConfiguration.class.getName(),
                        "dev.breakwater.spring.BreakwaterRedisAutoConfiguration",
                        BreakwaterSecurityAutoConfiguration.class.getName());
        assertThat(text("META-INF/spring.factories")).contains(InvalidPolicyFailureAnalyzer.class.getName());
    }

    @Test
    void describesItsKeysToEditors() throws IOException {
        assertThat(text("META-INF/spring-configuration-metadata.json"))
                .contains("\"breakwater.enabled\"", "\"breakwater.rate-limit.policies\"", "\"breakwater.cost.prices\"");
    }

    @Test
    void carriesTheConditionsOfItsConfigurationsForAQuickStart() throws IOException {
        Properties conditions = new Properties();
        conditions.load(new InputStreamReader(jar.getInputStream(
                jar.getEntry("META-INF/spring-autoconfigure-metadata.properties")), StandardCharsets.UTF_8));

        assertThat(conditions)
                .containsEntry(
                        BreakwaterAutoConfiguration.class.getName() + ".ConditionalOnWebApplication", "SERVLET")
                .containsEntry(
                        BreakwaterMetricsAutoConfiguration.class.getName() + ".ConditionalOnClass",
                        "io.micrometer.core.instrument.MeterRegistry");
    }

    @Test
    void runsOnTheOldestJdkWhateverBuiltIt() throws IOException {
        try (InputStream code = jar.getInputStream(jar.getEntry("dev/breakwater/spring/ReadyAnnouncement.class"))) {
            byte[] head = code.readNBytes(8);
            assertThat((head[6] & 0xff) << 8 | head[7] & 0xff).isEqualTo(61);
        }
    }
}
