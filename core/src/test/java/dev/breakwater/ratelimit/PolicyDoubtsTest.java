/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyDoubtsTest {

    @Nested
    final class WindowsThatNeverRefuse {
        @ParameterizedTest
        @CsvSource({
            "10 per second; 600 per minute, BW-RATE-040 limits[1]: 600/1m",
            "10 per second; 1000 per minute, BW-RATE-040 limits[1]: 1000/1m",
            "10 per second; 100 per minute; 40000 per hour, BW-RATE-040 limits[2]: 40000/1h",
            "100 per minute; 200 per second, BW-RATE-041 limits[1]: 200/1s",
            "100 per second; 100 per minute, BW-RATE-041 limits[0]: 100/1s"
        })
        void areNamed(String limits, String said) {
            assertThat(warnings(policy().limits(limits)))
                    .hasSize(1)
                    .allSatisfy(line -> assertThat(line).startsWith(said));
        }

        @ParameterizedTest
        @ValueSource(strings = {"10 per second; 100 per minute", "5/s; 100/m; 1000/h", "100 per minute"})
        void andThoseThatBoundEachOtherAreFine(String limits) {
            assertThat(warnings(policy().limits(limits))).isEmpty();
        }
    }

    @Nested
    final class Numbers {
        @Test
        void aBurstFarAboveTheLimit() {
            assertThat(codes(policy().limits("10 per minute").burst(110))).containsExactly("BW-RATE-042");
            assertThat(codes(policy().limits("10 per minute").burst(100))).isEmpty();
        }

        @Test
        void aCostOfNothing() {
            assertThat(codes(policy().limits("10 per minute").cost(0))).containsExactly("BW-RATE-043");
        }
    }

    @Nested
    final class Keys {
        @ParameterizedTest
        @ValueSource(strings = {"X-Forwarded-For", "forwarded", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP"})
        void thatEveryClientMayForgeAreFaults(String header) {
            assertThatThrownBy(() -> policy().limits("1 per minute")
                            .key("header:" + header)
                            .build())
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-RATE-044")
                    .hasMessageContaining("trusted-proxies");
        }

        @ParameterizedTest
        @ValueSource(strings = {"User-Agent", "Cookie", "Origin", "Host"})
        void thatClientsChooseFreelyAreDoubtful(String header) {
            assertThat(codes(policy().limits("1 per minute").key("header:" + header)))
                    .containsExactly("BW-RATE-013", "BW-RATE-045");
            assertThat(codes(policy().limits("1 per minute").key("header:" + header, "ip")))
                    .containsExactly("BW-RATE-045");
        }
    }

    @Nested
    final class Requests {
        @Test
        void optionsAreMostlyPreflights() {
            assertThat(warnings(policy().limits("1 per minute").methods("GET", "OPTIONS")))
                    .hasSize(1)
                    .allSatisfy(line -> assertThat(line).startsWith("BW-RATE-046 methods[1]: OPTIONS"));
        }

        @Test
        void aPathThatAnotherCoversAddsNothing() {
            assertThat(warnings(policy().limits("1 per minute").paths("/api/**", "/login", "/api/users", "/login")))
                    .extracting(line -> line.substring(0, line.indexOf(" (")))
                    .containsExactly("BW-RATE-047 paths[2]: /api/users", "BW-RATE-047 paths[3]: /login");
            assertThat(codes(policy().limits("1 per minute").paths("/api/**", "/apix")))
                    .isEmpty();
        }

        @Test
        void anExemptPathThatAnotherCoversAddsNothing() {
            assertThat(warnings(policy().limits("1 per minute").exemptPaths("/a/**", "/a/b")))
                    .extracting(line -> line.substring(0, line.indexOf(" (")))
                    .containsExactly("BW-RATE-047 exempt-paths[1]: /a/b");
        }

        @Test
        void aPolicyThatIsExemptEverywhereHoldsNowhere() {
            assertThat(codes(policy().limits("1 per minute").exemptPaths("/**")))
                    .containsExactly("BW-RATE-054");
            assertThat(codes(policy().limits("1 per minute")
                            .paths("/a/b", "/a/c")
                            .exemptPaths("/a/**")))
                    .containsExactly("BW-RATE-054");
            assertThat(codes(policy().limits("1 per minute")
                            .paths("/a/b/**", "/a/{c}")
                            .exemptPaths("/a/**")))
                    .containsExactly("BW-RATE-054");
            assertThat(codes(policy().limits("1 per minute").paths("/ab/**").exemptPaths("/a/**")))
                    .isEmpty();
            assertThat(codes(policy().limits("1 per minute").paths("/a/b", "/c").exemptPaths("/a/**")))
                    .isEmpty();
            assertThat(codes(policy().limits("1 per minute").exemptPaths("/a"))).isEmpty();
        }
    }

    @Nested
    final class SideBySide {
        @Test
        void twinsAreNamed() {
            assertThat(together(
                            policy("a").limits("5 per minute").paths("/x", "/y").build(),
                            policy("b").limits("5 per minute").paths("/y", "/x").build()))
                    .containsExactly("BW-RATE-048 policies[1]");
        }

        @Test
        void anyDifferenceMakesThemTwo() {
            assertThat(together(
                            policy("a").limits("5 per minute").build(),
                            policy("b").limits("6 per minute").build(),
                            policy("c").limits("5 per minute").key("user", "ip").build(),
                            policy("d").limits("5 per minute").paths("/x").build(),
                            policy("e").limits("5 per minute").methods("GET").build(),
                            policy("f").limits("5 per minute").burst(6).build()))
                    .isEmpty();
        }

        @Test
        void onlyLimitsForEverybodyLetOneUseUpAll() {
            RateLimitPolicy all =
                    policy("all").limits("5 per minute").key("global").build();
            assertThat(together(all)).containsExactly("BW-RATE-049 policies[0].key");
            assertThat(together(all, policy("each").limits("1 per minute").build()))
                    .isEmpty();
        }

        @Test
        void anApiKeyHeaderThatIsNoneIsAFault() {
            assertThatThrownBy(() ->
                            RateLimitGuard.builder().apiKeyHeader("X API Key").build())
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-RATE-023 apiKeyHeader: X API Key");
        }

        private static List<String> together(RateLimitPolicy... policies) {
            return RateLimitPolicies.of(List.of(policies)).warnings().stream()
                    .map(problem -> problem.code() + " " + problem.path())
                    .toList();
        }
    }

    private static RateLimitPolicy.Builder policy() {
        return policy("p");
    }

    private static RateLimitPolicy.Builder policy(String name) {
        return RateLimitPolicy.builder(name);
    }

    private static List<String> warnings(RateLimitPolicy.Builder policy) {
        return policy.build().warnings().stream().map(Problem::toString).toList();
    }

    private static List<String> codes(RateLimitPolicy.Builder policy) {
        return policy.build().warnings().stream().map(Problem::code).toList();
    }
}
