/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Verdict;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.HeaderRules;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The moments that fields name stay where they are while nothing is charged. */
final class SteadyResetTest {
    private static final long START = ManualTime.START.getEpochSecond();

    private final ManualTime time = new ManualTime();

    private RateLimitGuard guard(RateLimitDialect dialect, String limits) {
        return RateLimitGuard.builder()
                .time(time)
                .fields(RateLimitFields.of(dialect))
                .policies(RateLimitPolicy.builder("p").limits(limits).build())
                .build();
    }

    private static HeaderRules told(RateLimitGuard guard) {
        Verdict verdict = guard.inspect(TestExchange.get("/"));
        return verdict instanceof Verdict.Respond respond ? respond.rules() : ((Verdict.Proceed) verdict).rules();
    }

    private static long legacyReset(RateLimitGuard guard) {
        return Long.parseLong(told(guard).find("X-RateLimit-Reset").value());
    }

    @Nested
    class InTheLegacyDialect {
        @ParameterizedTest
        @ValueSource(strings = {"5 per minute", "5 per 7 seconds", "7 per 3 minutes", "1 per hour"})
        void the_reset_of_a_refused_client_does_not_wobble(String limits) {
            time.advanceNanos(123_456_789);
            RateLimitGuard guard = guard(RateLimitDialect.LEGACY, limits);
            long count = RateLimitPolicy.builder("p")
                    .limits(limits)
                    .build()
                    .limits()
                    .get(0)
                    .count();
            for (int i = 1; i < count; i++) {
                guard.inspect(TestExchange.get("/"));
            }
            long first = legacyReset(guard);
            for (int i = 0; i < 1_000; i++) {
                time.advanceNanos(1_357_911);
                assertThat(legacyReset(guard)).isBetween(first - 1, first + 1);
            }
        }

        @Test
        void it_moves_with_what_is_charged_and_no_further() {
            RateLimitGuard guard = guard(RateLimitDialect.LEGACY, "60 per minute");
            long before = legacyReset(guard);
            for (int i = 0; i < 300; i++) {
                time.advanceNanos(900_000_000);
                long reset = legacyReset(guard);
                assertThat(reset - before).isBetween(0L, 2L);
                before = reset;
            }
        }

        @Test
        void it_is_the_second_after_which_all_is_as_before() {
            RateLimitGuard guard = guard(RateLimitDialect.LEGACY, "5 per minute");
            time.advanceNanos(500_000_000);
            assertThat(legacyReset(guard)).isEqualTo(START + 13);
            assertThat(legacyReset(guard)).isEqualTo(START + 25);
            time.advance(Duration.ofMillis(24_500));
            assertThat(told(guard).find("X-RateLimit-Remaining").value()).isEqualTo("4");
        }

        @Test
        void it_stays_over_many_windows_of_a_limit_that_does_not_refuse() {
            RateLimitGuard guard = RateLimitGuard.builder()
                    .time(time)
                    .fields(RateLimitFields.of(RateLimitDialect.LEGACY))
                    .policies(
                            RateLimitPolicy.builder("a")
                                    .limits("2 per 10 seconds")
                                    .build(),
                            RateLimitPolicy.builder("b").limits("1 per hour").build())
                    .build();
            legacyReset(guard);
            long first = legacyReset(guard);
            for (int i = 0; i < 100; i++) {
                time.advanceNanos(1_234_567_891);
                assertThat(legacyReset(guard)).isBetween(first - 1, first + 1);
            }
        }

        @Test
        void it_goes_with_the_clock_once_all_is_there() {
            RateLimitGuard guard = RateLimitGuard.builder()
                    .time(time)
                    .fields(RateLimitFields.of(RateLimitDialect.LEGACY))
                    .policies(RateLimitPolicy.builder("p")
                            .limits("5 per 10 seconds")
                            .cost(0)
                            .build())
                    .build();
            long before = legacyReset(guard);
            for (int i = 0; i < 50; i++) {
                time.advanceNanos(700_000_000);
                assertThat(legacyReset(guard) - before).isBetween(0L, 1L);
                before = legacyReset(guard);
            }
        }

        @Test
        void it_follows_the_wall_clock_where_that_is_set() {
            RateLimitGuard guard = guard(RateLimitDialect.LEGACY, "5 per minute");
            time.stepWallClock(Duration.ofHours(1));
            assertThat(legacyReset(guard)).isEqualTo(START + 3612);
        }
    }

    @Nested
    class InTheDraftsWords {
        @ParameterizedTest
        @ValueSource(strings = {"5 per minute", "5 per 7 seconds", "1 per hour"})
        void now_and_t_of_a_refused_client_are_the_same_moment(String limits) {
            time.advanceNanos(123_456_789);
            RateLimitGuard guard = guard(RateLimitDialect.DRAFT_11, limits);
            while (guard.inspect(TestExchange.get("/")) instanceof Verdict.Proceed) {
                // Until the bucket is empty.
            }
            long first = now() + t(guard);
            for (int i = 0; i < 1_000; i++) {
                time.advanceNanos(1_357_911);
                assertThat(now() + t(guard)).isBetween(first - 1, first + 1);
            }
        }

        private long now() {
            return time.now().getEpochSecond();
        }

        private long t(RateLimitGuard guard) {
            return StructuredList.parse(told(guard).find("RateLimit").value())
                    .get(0)
                    .integer("t");
        }
    }
}
