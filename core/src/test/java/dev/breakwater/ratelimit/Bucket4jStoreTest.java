/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.ExactRateLimitStoreContract;
import dev.breakwater.ratelimit.RateLimitStore.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class Bucket4jStoreTest extends ExactRateLimitStoreContract {
    private final Bucket4jStore store = Bucket4jStore.of(time);

    @Override
    protected RateLimitStore store() {
        return store;
    }

    @Test
    void steps_of_the_wall_clock_change_nothing() {
        RateLimitPolicy policy = policy("p", "2 per minute");
        decide(charge(policy, ALICE, 2));

        time.stepWallClock(Duration.ofHours(1));
        assertThat(decide(charge(policy, ALICE, 1)).allowed()).isFalse();
        time.stepWallClock(Duration.ofHours(-2));
        time.advance(Duration.ofSeconds(30));
        assertThat(decide(charge(policy, ALICE, 1)).allowed()).isTrue();
    }

    @Test
    void outlives_the_overflow_of_the_steady_clock() {
        RateLimitPolicy policy = policy("p", "1 per hour");
        decide(charge(policy, ALICE, 1));

        time.advance(Duration.ofMinutes(59));
        assertThat(time.nanoTime()).isNegative();
        assertThat(decide(charge(policy, ALICE, 1)).allowed()).isFalse();
        time.advance(Duration.ofMinutes(1));
        assertThat(decide(charge(policy, ALICE, 1)).allowed()).isTrue();
    }

    // What one caller is refused because of its own limit must not be missing for another, not even for a
    // moment: with taking and giving back this fails.
    @Test
    @Timeout(60)
    void nobody_is_refused_for_what_a_refused_request_would_have_taken() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (int round = 0; round < 50; round++) {
                RateLimitPolicy all = policy("all" + round, "200 per hour");
                RateLimitPolicy each = policy("each" + round, "50 per hour");
                List<CallerId> callers =
                        List.of(ALICE, BOB, CallerId.of(CallerKey.USER, "c"), CallerId.absent(CallerKey.USER));
                long admitted = together(threads, 16, 800, i -> {
                    Charge own = charge(each, callers.get(i % 4), 1);
                    Charge common = charge(all, CallerId.global(), 1);
                    return (i % 2 == 0 ? decide(own, common) : decide(common, own)).allowed();
                });
                assertThat(admitted).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void what_an_old_request_gives_back_fills_no_window_that_was_not_there_in_its_time() {
        Charge old = charge(policy("p", "10 per minute"), ALICE, 1);
        RateLimitPolicy now = policy("p", "10 per minute; 20 per day");
        decide(old);
        for (int i = 0; i < 3; i++) {
            decide(charge(now, ALICE, 5));
            time.advance(Duration.ofMinutes(1));
        }
        long left = decide(charge(now, ALICE, 0)).levels().get(0).remaining(1);

        store.settle(List.of(new Settlement(old, 0)));

        assertThat(left).isLessThan(5);
        assertThat(decide(charge(now, ALICE, 0)).levels().get(0).remaining(1)).isLessThanOrEqualTo(left);
    }

    @Test
    void a_bucket_with_a_used_window_that_is_out_of_use_is_not_dropped() {
        Bucket4jStore small = Bucket4jStore.of(time, 2);
        small.answer(List.of(charge(policy("p", "10 per minute"), BOB, 0)));
        RateLimitPolicy daily = policy("p", "10 per minute; 20 per day");
        RateLimitPolicy minute = policy("p", "10 per minute");
        small.answer(List.of(charge(daily, ALICE, 10)));
        small.answer(List.of(charge(minute, ALICE, 0)));
        time.advance(Duration.ofMinutes(1));

        small.resize(1);

        assertThat(small.answer(List.of(charge(daily, ALICE, 0)))
                        .levels()
                        .get(0)
                        .remaining(1))
                .isLessThan(12);
    }

    @Test
    void refuses_two_charges_for_one_bucket() {
        RateLimitPolicy policy = policy("p", "5 per minute");
        assertThatThrownBy(() -> decide(charge(policy, ALICE, 1), charge(policy, ALICE, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_debt_beyond_all_measure_never_turns_into_a_fortune() {
        RateLimitPolicy policy = policy("p", "5 per minute");
        Charge charge = charge(policy, ALICE, 1);

        for (int i = 0; i < 4; i++) {
            store.settle(List.of(new Settlement(charge, Long.MAX_VALUE)));
        }

        StoreAnswer.Decided refused = decide(charge);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.levels().get(0).nanosToWait(0)).isPositive();
    }

    @Test
    @Timeout(60)
    void two_hundred_thousand_decisions_at_once_are_all_exact() throws Exception {
        exact(200_000);
    }

    @Test
    @Tag("heavy")
    void ten_million_decisions_at_once_are_all_exact() throws Exception {
        exact(10_000_000);
    }

    // Ten rounds; after each the bucket is filled by time, in steps that other threads may see between two requests.
    private void exact(int decisions) throws Exception {
        int share = decisions / 20;
        RateLimitPolicy policy = policy("p", share + " per hour");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 10; round++) {
                AtomicInteger asked = new AtomicInteger();
                long admitted = together(threads, 8, decisions / 10, i -> {
                    if (asked.incrementAndGet() % share == 0) {
                        time.advanceNanos(1);
                    }
                    return decide(charge(policy, ALICE, 1)).allowed();
                });
                assertThat(admitted).isEqualTo(share);
                time.advance(Duration.ofHours(1));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
