/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.BodyLimit;
import dev.breakwater.exchange.Deadline;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.requestlimits.RequestLimitsGuard;
import dev.breakwater.requestlimits.RequestLimitsPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSettingsTest {
    private static RequestLimitsPolicy read(Map<String, String> settings) {
        return BreakwaterSettings.read(Layers.of(Layer.of("test", settings))).request();
    }

    @Test
    void nothingSaidMeansTheDefaults() {
        RequestLimitsPolicy policy = read(Map.of());
        assertThat(policy.maxUriLength()).isEqualTo(8 * 1024);
        assertThat(policy.maxHeaders()).isEqualTo(100);
        assertThat(policy.maxHeaderSize()).isEqualTo(16 * 1024);
        TestExchange exchange = seen(policy, "/");
        assertThat(BodyLimit.of(exchange).maxBytes()).isEqualTo(1024 * 1024);
        assertThat(Deadline.of(exchange)).isNull();
    }

    @Test
    void everyKeyReachesThePolicy() {
        RequestLimitsPolicy policy = read(Map.of(
                "request.max-uri-length", "1KB",
                "request.max-headers", "10",
                "request.max-header-size", "2KB",
                "request.max-body-size", "3KB",
                "request.timeout", "4s",
                "request.rules[0].paths", "/upload/**,/import",
                "request.rules[0].max-body-size", "50MB",
                "request.rules[1].paths", "/upload/slow",
                "request.rules[1].timeout", "1h"));
        assertThat(policy.maxUriLength()).isEqualTo(1024);
        assertThat(policy.maxHeaders()).isEqualTo(10);
        assertThat(policy.maxHeaderSize()).isEqualTo(2048);
        assertHeld(policy, "/", 3 * 1024, Duration.ofSeconds(4));
        assertHeld(policy, "/import", 50 * 1024 * 1024, Duration.ofSeconds(4));
        assertHeld(policy, "/upload/slow", 50 * 1024 * 1024, Duration.ofHours(1));
    }

    private static void assertHeld(RequestLimitsPolicy policy, String path, long bytes, Duration timeout) {
        TestExchange exchange = seen(policy, path);
        assertThat(BodyLimit.of(exchange).maxBytes()).isEqualTo(bytes);
        assertThat(Deadline.of(exchange).atNanos() - exchange.startNanos()).isEqualTo(timeout.toNanos());
    }

    private static TestExchange seen(RequestLimitsPolicy policy, String path) {
        TestExchange exchange =
                TestExchange.request("GET", path).time(new ManualTime()).build();
        new RequestLimitsGuard(policy).inspect(exchange);
        return exchange;
    }

    @ParameterizedTest
    @CsvSource({
        "max-body-size, large, BW-REQUEST-101",
        "max-body-size, -1, BW-REQUEST-101",
        "max-headers, 0, BW-REQUEST-102",
        "max-header-size, 0B, BW-REQUEST-103",
        "max-uri-length, 0B, BW-REQUEST-104",
        "timeout, soon, BW-REQUEST-105",
        "timeout, 400d, BW-REQUEST-105"
    })
    void aWrongValueKeepsTheServiceFromStarting(String key, String value, String code) {
        assertThat(problems(Map.of("request." + key, value)))
                .extracting(Problem::code, Problem::path)
                .containsExactly(tuple(code, "request." + key));
    }

    @Test
    void aRuleThatSaysNothingKeepsItToo() {
        assertThat(problems(Map.of("request.rules[0].paths", "/upload")))
                .extracting(Problem::code, Problem::path)
                .containsExactly(tuple("BW-REQUEST-004", "request.rules[0]"));
        assertThat(problems(Map.of("request.rules[0].paths", "upload", "request.rules[0].timeout", "1s")))
                .extracting(Problem::path)
                .containsExactly("request.rules[0].paths[0]");
    }

    private static List<Problem> problems(Map<String, String> settings) {
        return catchThrowableOfType(InvalidPolicyException.class, () -> read(settings))
                .problems();
    }
}
