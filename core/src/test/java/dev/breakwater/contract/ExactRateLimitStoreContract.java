/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.ratelimit.CallerId;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitPolicy;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What stores of our own must do, beyond what others' back-ends can: decide on all buckets of a request as one, and serve
 * instances with different limits side by side.
 */
public abstract class ExactRateLimitStoreContract extends RateLimitStoreContract {
    /** For tests of stores. */
    protected ExactRateLimitStoreContract() {}

    @Nested
    class DisagreeingInstances {
        @Test
        void a_caller_who_goes_to_another_plan_and_back_finds_what_was_left() {
            RateLimitPolicy one = policy("p", "100 per hour");
            RateLimitPolicy other = policy("p", "7 per minute");
            decide(charge(one, ALICE, 90));
            decide(charge(other, ALICE, 0));
            time.advance(Duration.ofMinutes(5));

            assertThat(decide(charge(other, ALICE, 7)).allowed()).isTrue();
            // What five minutes bring, on top of the ten that were left.
            assertThat(decide(charge(one, ALICE, 0)).levels().get(0).remaining(0))
                    .isLessThanOrEqualTo(19);
        }

        @Test
        void together_admit_no_more_than_the_larger_limit_and_no_less_than_the_smaller() {
            RateLimitPolicy smaller = policy("p", "10 per minute");
            RateLimitPolicy larger = policy("p", "20 per minute");
            long admitted = 0;
            int seconds = 600;
            for (int i = 0; i < seconds * 2; i++) {
                RateLimitPolicy met = i % 2 == 0 ? smaller : larger;
                admitted += decide(charge(met, ALICE, 1)).allowed() ? 1 : 0;
                time.advance(Duration.ofMillis(500));
            }

            assertThat(admitted).isBetween(10L * seconds / 60, 20L + 20L * seconds / 60);
        }

        @Test
        void do_not_drain_a_bucket_by_asking() {
            RateLimitPolicy smaller = policy("p", "10 per hour");
            RateLimitPolicy larger = policy("p", "1000 per hour");
            decide(charge(larger, ALICE, 501));

            for (int i = 0; i < 200; i++) {
                decide(charge(i % 2 == 0 ? smaller : larger, ALICE, 0));
            }

            assertThat(decide(charge(larger, ALICE, 0)).levels().get(0).remaining(0))
                    .isBetween(498L, 499L);
        }
    }

    @Nested
    class BucketsAsOne {
        @Test
        @Timeout(60)
        void admit_exactly_what_the_narrowest_has() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                RateLimitPolicy all = policy("all", "100 per hour");
                RateLimitPolicy each = policy("each", "60 per hour");
                long admitted = together(threads, 8, 400, i -> {
                    Charge own = charge(each, i % 2 == 0 ? ALICE : BOB, 1);
                    Charge common = charge(all, CallerId.global(), 1);
                    return (i % 3 == 0 ? decide(own, common) : decide(common, own)).allowed();
                });
                assertThat(admitted).isEqualTo(100);
            } finally {
                threads.shutdownNow();
            }
        }
    }
}
