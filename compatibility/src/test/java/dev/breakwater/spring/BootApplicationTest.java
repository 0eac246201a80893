/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.ratelimit.RateLimitPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Boot's own files, profiles and command line, and what else needs the real start of an application. */
class BootApplicationTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(directory.resolve("application.yaml"), """
                spring:
                  application:
                    name: orders
                breakwater:
                  service:
                    environment: staging
                  rate-limit:
                    max-keys: 100
                    policies:
                      - name: one
                        limits: 1 per minute
                      - name: two
                        paths: /api/**
                        limits:
                          - 2 per minute
                          - 20 per hour
                  cors:
                    policies:
                      - allowed-origins: [https://a.example, https://b.example]
                """);
        Files.writeString(directory.resolve("application-prod.yaml"), """
                breakwater:
                  service:
                    environment: production
                  rate-limit:
                    policies:
                      - name: three
                        limits: 3 per minute
                """);
    }

    private BreakwaterSettings settings(String... arguments) {
        SpringApplication application = new SpringApplication(Nothing.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(withFiles(arguments))) {
            return BreakwaterSettings.read(
                    EnvironmentLayers.of(context.getEnvironment(), ServiceDefaults.of(context.getEnvironment(), null)));
        }
    }

    private String[] withFiles(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.config.location=" + directory.toUri(),
                "--spring.main.banner-mode=off",
                "--logging.level.root=off",
                "--server.port=0"));
        all.addAll(List.of(arguments));
        return all.toArray(new String[0]);
    }

    private static List<String> policies(BreakwaterSettings settings) {
        return settings.rateLimit().policies().stream()
                .map(RateLimitPolicy::name)
                .toList();
    }

    @Test
    void aFileIsRead() {
        BreakwaterSettings settings = settings();

        assertThat(policies(settings)).containsExactly("one", "two");
        assertThat(settings.service().name()).isEqualTo("orders");
        assertThat(settings.service().environment()).isEqualTo("staging");
    }

    @Test
    void aProfileReplacesListsWholeAndTheRestKeyByKey() {
        BreakwaterSettings settings = settings("--spring.profiles.active=prod");

        assertThat(policies(settings)).containsExactly("three");
        assertThat(settings.rateLimit().maxKeys()).isEqualTo(100);
        assertThat(settings.service().environment()).isEqualTo("production");
    }

    @Test
    void theCommandLineWinsOverProfiles() {
        BreakwaterSettings settings = settings(
                "--spring.profiles.active=prod",
                "--breakwater.service.environment=qa",
                "--breakwater.rate-limit.policies[0].name=four",
                "--breakwater.rate-limit.policies[0].limits=4/s");

        assertThat(policies(settings)).containsExactly("four");
        assertThat(settings.service().environment()).isEqualTo("qa");
    }

    @Test
    void aFaultNamesFileAndLine() throws IOException {
        Files.writeString(
                directory.resolve("application-bad.yaml"), "breakwater:\n  rate-limit:\n    max-keys: many\n");

        assertThatThrownBy(() -> settings("--spring.profiles.active=bad"))
                .isInstanceOfSatisfying(
                        InvalidPolicyException.class,
                        invalid -> assertThat(invalid.problems())
                                .singleElement()
                                .extracting(Problem::fix)
                                .asString()
                                .contains("application-bad.yaml", "3:15"));
    }

    @Test
    void debugWithTheProductionProfileIsAFault() {
        assertThatThrownBy(() -> settings("--spring.profiles.active=prod", "--debug"))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("BW-SPRING-002");
    }

    @Test
    void anApplicationWithAFaultDoesNotStart() {
        assertThatThrownBy(() -> new SpringApplication(Web.class).run(withFiles("--breakwater.rate-limt.enabled=true")))
                .rootCause()
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("Did you mean rate-limit?");
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Web {}
}
