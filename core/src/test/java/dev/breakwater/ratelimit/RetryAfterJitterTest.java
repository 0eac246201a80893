/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.Verdict;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.policy.InvalidPolicyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterJitterTest {
    private final ManualTime time = new ManualTime();

    private RateLimitGuard guard(Duration jitter, LongUnaryOperator random) {
        return RateLimitGuard.builder()
                .time(time)
                .random(random)
                .fields(RateLimitFields.builder().retryAfterJitter(jitter).build())
                .policies(RateLimitPolicy.builder("p")
                        .key("global")
                        .limits("1 per minute")
                        .build())
                .build();
    }

    private static Reply refusal(RateLimitGuard guard) {
        return ((Verdict.Respond) guard.inspect(TestExchange.get("/"))).reply();
    }

    private static long retryAfter(Reply reply) {
        List<String> values = reply.headers().stream()
                .filter(header -> header.name().equals("Retry-After"))
                .map(Reply.Header::value)
                .toList();
        assertThat(values).hasSize(1);
        return Long.parseLong(values.get(0));
    }

    @Test
    void clients_that_are_refused_together_do_not_come_back_together() {
        RateLimitGuard guard = guard(Duration.ofSeconds(10), Refusals.RANDOM);
        guard.inspect(TestExchange.get("/"));
        Set<Long> waits = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            waits.add(retryAfter(refusal(guard)));
        }

        assertThat(waits).hasSizeGreaterThanOrEqualTo(8).allMatch(wait -> wait >= 60 && wait <= 70);
    }

    @ParameterizedTest(name = "{0} ns passed, {1} ns drawn: {2} s")
    @CsvSource({
        "0, 0, 60",
        "0, 1, 61",
        "0, 1000000000, 61",
        "0, 1000000001, 62",
        "0, 10000000000, 70",
        "500000000, 500000000, 60",
        "500000000, 500000001, 61",
        "59999999999, 0, 1",
        "59999999999, 999999999, 1",
    })
    void what_is_drawn_is_added_to_the_wait_before_rounding_up(long passed, long drawn, long seconds) {
        RateLimitGuard guard = guard(Duration.ofSeconds(10), bound -> {
            assertThat(bound).isEqualTo(10_000_000_001L);
            return drawn;
        });
        guard.inspect(TestExchange.get("/"));
        time.advanceNanos(passed);

        Reply reply = refusal(guard);

        assertThat(retryAfter(reply)).isEqualTo(seconds);
        assertThat(reply.text()).contains("\"detail\":\"Retry in " + seconds + " s.\"");
    }

    @Test
    void the_fields_tell_the_wait_itself() {
        RateLimitGuard guard = guard(Duration.ofSeconds(10), bound -> bound - 1);
        Verdict.Proceed admitted = (Verdict.Proceed) guard.inspect(TestExchange.get("/"));
        Verdict.Respond refused = (Verdict.Respond) guard.inspect(TestExchange.get("/"));

        assertThat(admitted.rules().find("RateLimit").value()).isEqualTo("\"p\";r=0;t=60");
        assertThat(refused.rules().find("RateLimit").value()).isEqualTo("\"p\";r=0;t=60");
        assertThat(retryAfter(refused.reply())).isEqualTo(70);
    }

    @Test
    void nothing_is_drawn_unless_it_is_wanted() {
        RateLimitGuard guard = guard(Duration.ZERO, bound -> {
            throw new AssertionError("drawn");
        });
        guard.inspect(TestExchange.get("/"));

        assertThat(retryAfter(refusal(guard))).isEqualTo(60);
    }

    @Test
    void who_waits_as_told_is_admitted() {
        RateLimitGuard guard = guard(Duration.ofMillis(1_500), Refusals.RANDOM);
        List<Verdict> verdicts = new ArrayList<>();
        guard.inspect(TestExchange.get("/"));
        for (int i = 0; i < 1_000; i++) {
            time.advanceNanos(i * 999_983L % 1_000_000_000L);
            time.advance(Duration.ofSeconds(retryAfter(refusal(guard))));
            verdicts.add(guard.inspect(TestExchange.get("/")));
        }

        assertThat(verdicts).hasSize(1_000).allMatch(Verdict.Proceed.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1S", "PT1H0.001S"})
    void more_than_an_hour_and_less_than_nothing_are_faults(Duration jitter) {
        assertThatThrownBy(
                        () -> RateLimitFields.builder().retryAfterJitter(jitter).build())
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("BW-RATE-036");
    }
}
