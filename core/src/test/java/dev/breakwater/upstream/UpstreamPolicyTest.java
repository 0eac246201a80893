/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UpstreamPolicyTest {
    private static InvalidPolicyException faults(String name, Consumer<UpstreamPolicy.Builder> settings) {
        UpstreamPolicy.Builder builder = UpstreamPolicy.named(name);
        settings.accept(builder);
        return catchThrowableOfType(InvalidPolicyException.class, builder::build);
    }

    static Arguments fault(
            Consumer<UpstreamPolicy.Builder> setting, String code, String path, String value, String expectation) {
        return Arguments.of(setting, code, path, value, expectation);
    }

    static Arguments[] faults() {
        return new Arguments[] {
            fault(
                    p -> p.timeout(Duration.ZERO),
                    "BW-UPST-002",
                    "timeout",
                    "0s",
                    "a duration such as 30s, from 1ms to 1h"),
            fault(
                    p -> p.timeout(Duration.ofHours(2)),
                    "BW-UPST-002",
                    "timeout",
                    "7200s",
                    "a duration such as 30s, from 1ms to 1h"),
            fault(p -> p.attempts(0), "BW-UPST-002", "attempts", "0", "a whole number from 1 to 10"),
            fault(p -> p.attempts(11), "BW-UPST-002", "attempts", "11", "a whole number from 1 to 10"),
            fault(
                    p -> p.backoff(Duration.ZERO),
                    "BW-UPST-002",
                    "backoff",
                    "0s",
                    "a duration such as 30s, from 1ms to 1h"),
            fault(
                    p -> p.maxBackoff(Duration.ofMillis(299)),
                    "BW-UPST-003",
                    "max-backoff",
                    "299ms",
                    "at least the backoff, 300ms"),
            fault(p -> p.maxConcurrent(0), "BW-UPST-002", "max-concurrent", "0", "a whole number from 1 to 100000"),
            fault(
                    p -> p.breakerFailureRate(0),
                    "BW-UPST-004",
                    "breaker.failure-rate",
                    "0.0",
                    "a share above 0 and up to 1"),
            fault(
                    p -> p.breakerFailureRate(50),
                    "BW-UPST-004",
                    "breaker.failure-rate",
                    "50.0",
                    "a share above 0 and up to 1"),
            fault(
                    p -> p.breakerFailureRate(Double.NaN),
                    "BW-UPST-004",
                    "breaker.failure-rate",
                    "NaN",
                    "a share above 0 and up to 1"),
            fault(
                    p -> p.breakerWindow(BreakerWindow.calls(0)),
                    "BW-UPST-002",
                    "breaker.window",
                    "0",
                    "a whole number from 1 to 100000"),
            fault(
                    p -> p.breakerWindow(BreakerWindow.time(Duration.ofMillis(1500))),
                    "BW-UPST-005",
                    "breaker.window",
                    "1500ms",
                    "whole seconds, or a number of calls"),
            fault(
                    p -> p.breakerWait(Duration.ofDays(2)),
                    "BW-UPST-002",
                    "breaker.wait",
                    "172800s",
                    "a duration such as 30s, from 1ms to 1d"),
            fault(
                    p -> p.cacheTtl(Duration.ZERO),
                    "BW-UPST-002",
                    "cache.ttl",
                    "0s",
                    "a duration such as 30s, from 1ms to 365d"),
            fault(
                    p -> p.cacheMaxEntries(0),
                    "BW-UPST-002",
                    "cache.max-entries",
                    "0",
                    "a whole number from 1 to 100000000"),
        };
    }

    @ParameterizedTest(name = "{2}: {3}")
    @MethodSource
    void faults(Consumer<UpstreamPolicy.Builder> setting, String code, String path, String value, String expectation) {
        assertThat(faults("gemini", setting).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.value()).isEqualTo(value);
            assertThat(problem.expected()).isEqualTo(expectation);
            assertThat(problem.fix()).isNotBlank();
        });
    }

    @Test
    void refusesNullAtOnceAndNamesIt() {
        UpstreamPolicy.Builder policy = UpstreamPolicy.named("gemini");
        Upstream.Builder upstream = Upstream.named("gemini");
        Map<String, ThrowingCallable> nulls = new LinkedHashMap<>();
        nulls.put("name", () -> UpstreamPolicy.named(null));
        nulls.put("policy", () -> Upstream.of(null));
        nulls.put("timeout", () -> policy.timeout(null));
        nulls.put("backoff", () -> policy.backoff(null));
        nulls.put("maxBackoff", () -> policy.maxBackoff(null));
        nulls.put("breakerWindow", () -> policy.breakerWindow(null));
        nulls.put("breakerWait", () -> policy.breakerWait(null));
        nulls.put("cacheTtl", () -> policy.cacheTtl(null));
        nulls.put("span", () -> BreakerWindow.time(null));
        nulls.put("observer", () -> upstream.observer(null));
        nulls.put("time", () -> upstream.time(null));
        nulls.put("timer", () -> upstream.timer(null));
        nulls.put("threads", () -> upstream.threads(null));
        nulls.put("retryIf", () -> upstream.retryIf(null));
        nulls.forEach((name, giving) ->
                assertThatNullPointerException().as(name).isThrownBy(giving).withMessage(name));
    }

    static String[] names() {
        return new String[] {"", "1st", "-a", "a b", "a.b", "ä", "a".repeat(33)};
    }

    @ParameterizedTest
    @MethodSource("names")
    void refusesWhatIsNoName(String name) {
        assertThat(faults(name, policy -> {}).problems())
                .singleElement()
                .extracting(Problem::code, Problem::value)
                .containsExactly("BW-UPST-001", '"' + name + '"');
    }

    @Test
    void tellsAllFaultsAtOnce() {
        assertThat(faults(
                                "?",
                                policy -> policy.attempts(0)
                                        .timeout(Duration.ZERO)
                                        .maxConcurrent(-1))
                        .problems())
                .hasSize(4);
    }

    @Test
    void isCheckedOnTheWayToAnUpstreamToo() {
        assertThat(catchThrowableOfType(
                                InvalidPolicyException.class,
                                () -> Upstream.named("gemini").attempts(0).build())
                        .problems())
                .hasSize(1);
    }

    @Test
    void takesTheSmallestBreakerAndTheLargest() {
        for (BreakerWindow window : new BreakerWindow[] {
            BreakerWindow.calls(1),
            BreakerWindow.calls(100_000),
            BreakerWindow.time(Duration.ofSeconds(1)),
            BreakerWindow.time(Duration.ofHours(1))
        }) {
            Rig rig = new Rig(builder -> builder.breakerWindow(window)
                    .breakerFailureRate(Double.MIN_VALUE)
                    .maxConcurrent(100_000));
            rig.succeedOnce();
            rig.advance(Duration.ofSeconds(3));
            rig.failOnce();
        }
    }
}
