/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuideVariablesTest {

    @Test
    void aRatePerMinuteBecomesOnePolicy() {
        ParsedSettings parsed = Sample.guides(Map.of("RATE_LIMIT_PER_MINUTE", "60", "RATE_LIMIT_BURST_SIZE", "10"));
        assertThat(Sample.said(parsed)).isEmpty();
        assertThat(parsed.settings().section(Sample.RATE_LIMIT).list(Sample.POLICIES))
                .singleElement()
                .satisfies(policy -> {
                    assertThat(policy.get(Sample.NAME)).isEqualTo("default");
                    assertThat(policy.get(Sample.KEY)).containsExactly("user", "ip");
                    assertThat(policy.get(Sample.LIMITS)).containsExactly("60 per minute");
                    assertThat(policy.get(Sample.BURST)).isEqualTo(10);
                });
    }

    @Test
    void allowedOriginsBecomeOneCorsPolicy() {
        Settings settings = Sample.guides(Map.of(
                        "SECURITY_ALLOWED_ORIGINS", "[\"https://a.example\",\"https://b.example\"]",
                        "SECURITY_ALLOWED_METHODS", "GET,POST",
                        "SECURITY_ALLOWED_HEADERS", "Content-Type"))
                .settings();
        assertThat(settings.section(Sample.CORS).list(Sample.CORS_POLICIES))
                .singleElement()
                .satisfies(policy -> {
                    assertThat(policy.get(Sample.PATHS)).containsExactly("/**");
                    assertThat(policy.get(Sample.ORIGINS)).containsExactly("https://a.example", "https://b.example");
                    assertThat(policy.get(Sample.METHODS)).containsExactly("GET", "POST");
                    assertThat(policy.get(Sample.ALLOWED_HEADERS)).containsExactly("Content-Type");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "SERVICE_NAME, orders, service.name, orders",
        "SERVICE_VERSION, 1.2, service.version, 1.2",
        "ENVIRONMENT, staging, service.environment, staging",
        "LOG_LEVEL, WARNING, request-log.level, warn",
        "MONITORING_LOG_LEVEL, critical, request-log.level, error",
        "LOG_FORMAT, text, request-log.format, text",
        "MONITORING_ENABLE_STRUCTURED_LOGGING, true, request-log.format, json",
        "MONITORING_ENABLE_STRUCTURED_LOGGING, False, request-log.format, text",
    })
    void theOtherRows(String variable, String value, String path, String becomes) {
        assertThat(new GuideVariables(Map.of(variable, value))
                        .read(Sample.SCHEMA)
                        .entries())
                .containsExactly(new Entry(path, becomes, "environment variable " + variable));
    }

    @Test
    void theMoreSpecificNameCounts() {
        Layer layer = new GuideVariables(Map.of(
                        "LOG_LEVEL", "info",
                        "MONITORING_LOG_LEVEL", "debug",
                        "LOG_FORMAT", "text",
                        "MONITORING_ENABLE_STRUCTURED_LOGGING", "true"))
                .read(Sample.SCHEMA);
        assertThat(layer.entries()).extracting(Entry::value).containsExactlyInAnyOrder("debug", "text");
    }

    @Test
    void emptyVariablesAndKeysThatAreNotInTheSchemaAreIgnored() {
        Layer layer = new GuideVariables(Map.of(
                        "RATE_LIMIT_PER_MINUTE", "60",
                        "RATE_LIMIT_BURST_SIZE", "5",
                        "LOG_LEVEL", "info",
                        "SECURITY_ALLOWED_METHODS", "GET",
                        "SERVICE_NAME", " "))
                .read(Schema.of(BaseKeys.all()));
        assertThat(layer.entries()).isEmpty();
        assertThat(layer.problems()).isEmpty();
    }

    @Test
    void aValueThatCannotBeReadNamesItsVariable() {
        assertThat(Sample.said(Sample.guides(Map.of("LOG_FORMAT", "xml"))))
                .containsExactly("BW-T-031 request-log.format: xml (expected: json or text)."
                        + " It comes from environment variable LOG_FORMAT.");
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMIT_BURST_SIZE", "SECURITY_ALLOWED_METHODS", "SECURITY_ALLOWED_HEADERS"})
    void aVariableThatNeedsAnotherWarnsWithoutIt(String variable) {
        ParsedSettings parsed = Sample.guides(Map.of(variable, "5"));
        assertThat(parsed.problems().hasErrors()).isFalse();
        assertThat(Sample.said(parsed))
                .singleElement()
                .asString()
                .startsWith("BW-CONF-012 " + variable + ": no effect");
    }

    @ParameterizedTest
    @CsvSource({
        "true, production, true",
        "1, PROD, true",
        "verbose, live, true",
        "true, staging, false",
        "'', production, false",
        "false, production, false",
        "0, production, false",
        "OFF, production, false",
    })
    void debugInProductionKeepsTheServiceFromStarting(String debug, String environment, boolean fault) {
        ParsedSettings parsed = Sample.guides(Map.of("DEBUG", debug, "ENVIRONMENT", environment));
        assertThat(parsed.problems().hasErrors()).isEqualTo(fault);
    }

    @Test
    void oneLineSaysWhatReplacedWhat() {
        ParsedSettings parsed = Sample.parse(
                YamlFile.read("breakwater.yaml", "breakwater: {rate-limit: {policies: [{name: mine}]}}"),
                new GuideVariables(Map.of(
                        "RATE_LIMIT_PER_MINUTE",
                        "60",
                        "RATE_LIMIT_BURST_SIZE",
                        "5",
                        "SERVICE_NAME",
                        "orders",
                        "LOG_LEVEL",
                        "info")),
                new EnvironmentVariables(Map.of("BREAKWATER_REQUEST_LOG_LEVEL", "debug")));
        assertThat(parsed.notices())
                .containsExactly("breakwater.service.name is set by environment variable SERVICE_NAME;"
                        + " breakwater.rate-limit.policies is set by environment variable RATE_LIMIT_PER_MINUTE,"
                        + " environment variable RATE_LIMIT_BURST_SIZE and replaces what breakwater.yaml says."
                        + " breakwater.guide-variables=false turns this off.");
        assertThat(parsed.settings().section(Sample.RATE_LIMIT).list(Sample.POLICIES))
                .extracting(policy -> policy.get(Sample.NAME))
                .isEqualTo(List.of("default"));
    }

    @Test
    void oneKeyTurnsThemOffEvenTheirFaults() {
        ParsedSettings parsed = Sample.parse(
                new GuideVariables(Map.of("SERVICE_NAME", "x", "DEBUG", "true", "ENVIRONMENT", "production")),
                new EnvironmentVariables(Map.of("BREAKWATER_GUIDE_VARIABLES", "false")));
        assertThat(Sample.said(parsed)).isEmpty();
        assertThat(parsed.notices()).isEmpty();
        assertThat(parsed.settings().section(BaseKeys.SERVICE).isSet(BaseKeys.SERVICE_NAME))
                .isFalse();
    }
}
