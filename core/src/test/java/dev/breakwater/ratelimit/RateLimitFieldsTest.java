/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RateLimitFieldsTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest(name = "{0}: r={1}, wait {2} ns, full in {3} ns")
    @CsvSource(delimiter = '|', textBlock = """
            100 per minute | 99  | 0           | 600000000     | "p";r=99;t=60
            100 per minute | 1   | 0           | 59400000000   | "p";r=1;t=60
            600 per minute | 588 | 0           | 1200000000    | "p";r=588;t=59
            5 per minute   | 0   | 0           | 60000000000   | "p";r=0;t=60
            5 per minute   | 0   | 12000000000 | 60000000000   | "p";r=0;t=12
            5 per minute   | 0   | 1           | 60000000000   | "p";r=0;t=1
            5 per minute   | 0   | 12000000001 | 60000000000   | "p";r=0;t=13
            5 per minute   | 5   | 0           | 0             | "p";r=5;t=60
            1 per second   | 0   | 0           | 1000000000    | "p";r=0;t=1
            9223372036854775807 per hour | 9223372036854775806 | 0 | 1 | "p";r=999999999999999;t=1
            1000000 per 366 days | 999999 | 0  | 1             | "p";r=999999;t=31622369
            """)
    void counts_what_is_left_and_says_when_to_come_back(
            String limits, long remaining, long wait, long full, String field) {
        RateLimitPolicy policy = RateLimitPolicy.builder("p").limits(limits).build();

        HeaderRules rules = rules(
                RateLimitDialect.DRAFT_11, wait == 0, List.of(policy), List.of(level(policy, remaining, wait, full)));

        assertThat(rules.find("RateLimit"))
                .isEqualTo(HeaderRule.merge("RateLimit", field).exceptOn3xx());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            100 per minute               | "p";q=100;w=60
            5/s; 100 per hour            | "p-1s";q=5;w=1, "p-1h";q=100;w=3600
            20 per 90 seconds; 9/2d      | "p-90s";q=20;w=90, "p-2d";q=9;w=172800
            9223372036854775807 per hour | "p";q=999999999999999;w=3600
            0 per minute                 | "p";q=0;w=60
            """)
    void states_the_policy(String limits, String field) {
        RateLimitPolicy policy = RateLimitPolicy.builder("p").limits(limits).build();

        HeaderRules rules =
                rules(RateLimitDialect.DRAFT_11, true, List.of(policy), List.of(level(policy, 0, 0, SECOND)));

        assertThat(rules.find("RateLimit-Policy"))
                .isEqualTo(HeaderRule.merge("RateLimit-Policy", field).exceptOn3xx());
        assertThat(rules.size()).isEqualTo(2);
    }

    @Test
    void lists_all_policies_in_one_line_each() {
        RateLimitPolicy user =
                RateLimitPolicy.builder("user").limits("600 per minute").build();
        RateLimitPolicy burst =
                RateLimitPolicy.builder("burst").limits("20/s; 30/m").build();

        HeaderRules rules = rules(
                RateLimitDialect.DRAFT_11,
                true,
                List.of(user, burst),
                List.of(level(user, 588, 0, SECOND), level(burst, 19, 0, SECOND)));

        assertThat(rules)
                .containsExactly(
                        HeaderRule.merge(
                                        "RateLimit-Policy",
                                        "\"user\";q=600;w=60, \"burst-1s\";q=20;w=1, \"burst-1m\";q=30;w=60")
                                .exceptOn3xx(),
                        HeaderRule.merge(
                                        "RateLimit",
                                        "\"user\";r=588;t=59, \"burst-1s\";r=19;t=1, \"burst-1m\";r=19;t=38")
                                .exceptOn3xx());
    }

    @Test
    void a_policy_of_zero_has_no_time_at_which_it_is_full() {
        RateLimitPolicy closed =
                RateLimitPolicy.builder("closed").limits("0 per minute").build();
        Charge charge = new Charge(closed, CallerId.global(), 1);

        HeaderRules rules = fields(RateLimitDialect.DRAFT_11)
                .rules(RateLimitDecision.blocked(List.of(charge), List.of(), List.of()));

        assertThat(rules.find("RateLimit"))
                .isEqualTo(HeaderRule.merge("RateLimit", "\"closed\";r=0").exceptOn3xx());
    }

    @Test
    void none_says_nothing() {
        RateLimitPolicy policy = RateLimitPolicy.builder("p").limits("5/s").build();

        assertThat(rules(RateLimitDialect.NONE, true, List.of(policy), List.of(level(policy, 1, 0, 0))))
                .isEmpty();
    }

    @Test
    void browsers_may_be_shown_all_its_names() {
        assertThat(RateLimitFields.standard().names()).containsExactly("RateLimit", "RateLimit-Policy", "Retry-After");
        assertThat(RateLimitFields.of(RateLimitDialect.DRAFT_6, RateLimitDialect.LEGACY)
                        .names())
                .containsExactly(
                        "RateLimit-Limit",
                        "RateLimit-Remaining",
                        "RateLimit-Reset",
                        "RateLimit-Policy",
                        "X-RateLimit-Limit",
                        "X-RateLimit-Remaining",
                        "X-RateLimit-Reset",
                        "Retry-After");
        assertThat(RateLimitFields.of(RateLimitDialect.NONE).names()).containsExactly("Retry-After");
    }

    private static FieldRules fields(RateLimitDialect... dialects) {
        return new FieldRules(RateLimitFields.of(dialects), new ManualTime());
    }

    private static HeaderRules rules(
            RateLimitDialect dialect, boolean allowed, List<RateLimitPolicy> policies, List<Level> levels) {
        List<Charge> charges = new ArrayList<>();
        policies.forEach(policy -> charges.add(new Charge(policy, CallerId.global(), 0)));
        return fields(dialect).rules(RateLimitDecision.of(new StoreAnswer.Decided(allowed, levels), charges, false));
    }

    private static Level level(RateLimitPolicy policy, long remaining, long wait, long full) {
        Level.Builder level = Level.builder(policy);
        for (int i = 0; i < policy.limits().size(); i++) {
            level.window(i, remaining, wait, full);
        }
        return level.build();
    }
}
