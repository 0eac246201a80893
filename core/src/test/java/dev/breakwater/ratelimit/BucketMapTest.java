/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BucketMapTest {
    private static final int MAX_KEYS = 1_000;

    private final ManualTime time = new ManualTime();
    private final Bucket4jStore store = Bucket4jStore.of(time, MAX_KEYS);
    private final RateLimitPolicy policy =
            RateLimitPolicy.builder("p").limits("10 per hour").build();

    @Test
    void needs_room_for_at_least_one() {
        assertThatThrownBy(() -> Bucket4jStore.of(time, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_flood_of_callers_stays_within_the_bound() {
        flood(0, 50 * MAX_KEYS);

        assertThat(store.size()).isEqualTo(MAX_KEYS);
    }

    @Test
    void a_flood_frees_no_one_who_is_blocked_and_hurts_no_one_who_is_active() {
        CallerId attacker = caller("attacker");
        CallerId active = caller("active");
        while (admits(attacker)) {
            assertThat(admits(attacker)).isTrue();
        }
        admits(active);

        for (int i = 0; i < 8; i++) {
            flood(i * 5_000, 5_000);
            assertThat(admits(attacker)).isFalse();
            assertThat(admits(active)).isTrue();
        }
    }

    @Test
    void beyond_the_bound_strangers_share_a_small_number_of_buckets() {
        int admitted = flood(0, 50 * MAX_KEYS);

        assertThat(admitted).isBetween(MAX_KEYS, MAX_KEYS + 64 * 10);
    }

    @Test
    void a_refilled_bucket_makes_room() {
        flood(0, MAX_KEYS);
        time.advance(Duration.ofMinutes(6));

        assertThat(flood(MAX_KEYS, MAX_KEYS)).isEqualTo(MAX_KEYS);
        assertThat(store.size()).isEqualTo(MAX_KEYS);
        for (int i = 0; i < 9; i++) {
            assertThat(admits(caller("c" + (MAX_KEYS + 7)))).isTrue();
        }
        assertThat(admits(caller("c" + (MAX_KEYS + 7)))).isFalse();
    }

    @Test
    void who_moves_from_a_shared_bucket_to_one_of_its_own_takes_the_level_along() {
        CallerId late = caller("late");
        flood(0, MAX_KEYS);
        while (admits(late)) {
            assertThat(store.size()).isEqualTo(MAX_KEYS);
        }
        time.advance(Duration.ofMinutes(6));

        assertThat(admits(late)).isTrue();
        assertThat(admits(late)).isFalse();
    }

    private int flood(int from, int callers) {
        int admitted = 0;
        for (int i = from; i < from + callers; i++) {
            admitted += admits(caller("c" + i)) ? 1 : 0;
        }
        return admitted;
    }

    private static CallerId caller(String name) {
        return CallerId.of(CallerKey.USER, name);
    }

    private boolean admits(CallerId caller) {
        StoreAnswer answer = store.decide(List.of(new Charge(policy, caller, 1)))
                .toCompletableFuture()
                .join();
        return ((StoreAnswer.Decided) answer).allowed();
    }
}
