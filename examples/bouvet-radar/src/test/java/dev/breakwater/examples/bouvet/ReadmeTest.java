/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+Test(?:\\.[A-Za-z0-9]+)*)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^:)]+)\\)");

    private static List<String> rows() throws Exception {
        String readme = Documents.text("README.md");
        return readme.substring(readme.indexOf("| the guide's line"))
                .lines()
                .skip(2)
                .toList();
    }

    /** What the guide asks for, in its own words, chapter by chapter. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Local development",
                "Gunicorn",
                "worker processes",
                "Docker",
                "Docker Compose",
                "Azure App Service",
                "AWS Elastic Beanstalk",
                "Google Cloud Run",
                "Heroku",
                "Environment variables",
                ".env",
                "DOFFIN_API_KEY",
                "FLASK_ENV",
                "LOG_LEVEL",
                "Debug mode",
                "CORS",
                "/api/health",
                "status and version",
                "structured logging",
                "rotating log files",
                "timestamp and context",
                "centralized logging",
                "Prometheus",
                "Application Insights",
                "CloudWatch",
                "Stackdriver",
                "CPV codes",
                "search results",
                "SSB data",
                "CDN caching",
                "database",
                "Redis",
                "verbose error messages",
                "secrets",
                "HTTPS/TLS",
                "rate limiting",
                "validate",
                "dependencies updated",
                "network security groups",
                "audit logging",
                "private networks",
                "authentication and authorization",
                "security scanning",
                "X-Content-Type-Options",
                "X-Frame-Options",
                "X-XSS-Protection",
                "Strict-Transport-Security",
                "Content-Security-Policy",
                ".env.example",
                "database backups",
                "version tags",
                "rollback",
                "changelogs",
                "testing",
                "building",
                "staging",
                "approval",
                "verification",
                "smoke tests",
                "port conflicts",
                "ports below 1024",
                "crashes",
                "memory issues",
                "API connection failures",
                "stateless",
                "load balancer",
                "load balancing",
                "Kubernetes",
                "distributed tracing",
                "alerting"
            })
    void everyLineOfTheGuideHasItsRow(String line) throws Exception {
        assertThat(rows())
                .anyMatch(row ->
                        row.split("\\|", -1)[1].toLowerCase(Locale.ROOT).contains(line.toLowerCase(Locale.ROOT)));
    }

    @Test
    void everyRowNamesATestOrSaysWhyItIsOutside() throws Exception {
        assertThat(rows())
                .hasSizeGreaterThan(40)
                .allSatisfy(row -> assertThat(row.split("\\|", -1)).hasSize(5))
                .allMatch(row -> TEST.matcher(row).find() || row.contains("*Outside*: "));
    }

    @Test
    void everyTestItNamesExists() throws Exception {
        assertThat(found(TEST)).hasSizeGreaterThan(40).allSatisfy(ReadmeTest::assertExists);
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
