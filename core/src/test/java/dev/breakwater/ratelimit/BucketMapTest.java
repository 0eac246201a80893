/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.ManualTime;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
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
        // The hand looks at a few buckets a time, so not everybody finds room at once.
        assertThat(store.size()).isBetween(MAX_KEYS * 8 / 10, MAX_KEYS);
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

    @Test
    void more_room_is_there_at_once() {
        flood(0, MAX_KEYS + 10);

        store.resize(MAX_KEYS + 10);

        flood(0, MAX_KEYS + 10);
        assertThat(store.size()).isEqualTo(MAX_KEYS + 10);
    }

    @Test
    void less_room_drops_who_is_full_at_once_and_the_others_as_they_fill() {
        CallerId attacker = caller("attacker");
        while (admits(attacker)) {
            assertThat(store.size()).isEqualTo(1);
        }
        flood(0, MAX_KEYS / 2);
        time.advance(Duration.ofMinutes(5));

        store.resize(10);
        assertThat(store.size()).isEqualTo(MAX_KEYS / 2 + 1);
        time.advance(Duration.ofMinutes(1));
        flood(MAX_KEYS, MAX_KEYS);
        assertThat(store.size()).isEqualTo(10);

        flood(5 * MAX_KEYS, MAX_KEYS);
        while (admits(attacker)) {
            time.advance(Duration.ofSeconds(1));
        }
        store.resize(1);
        assertThat(admits(attacker)).isFalse();
        assertThatThrownBy(() -> store.resize(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void room_goes_round_all_policies() {
        RateLimitPolicy other =
                RateLimitPolicy.builder("other").limits("10 per second").build();
        for (int i = 0; i < MAX_KEYS; i++) {
            store.answer(List.of(new Charge(other, caller("c" + i), 1)));
        }
        time.advance(Duration.ofSeconds(1));

        flood(0, 10 * MAX_KEYS);
        assertThat(store.size()).isEqualTo(MAX_KEYS);
        assertThat(flood(0, MAX_KEYS)).isGreaterThan(MAX_KEYS * 8 / 10);
    }

    @Test
    void a_hundred_thousand_strangers_take_no_memory_worth_speaking_of() {
        assertThat(heapGrowth(100_000)).isLessThan(8L << 20);
    }

    @Test
    @Tag("heavy")
    void ten_million_strangers_take_less_than_64_megabytes_and_free_nobody() {
        assertThat(heapGrowth(10_000_000)).isLessThan(64L << 20);
    }

    private long heapGrowth(int strangers) {
        Bucket4jStore defaults =
                Bucket4jStore.of(time, strangers > 1_000_000 ? Bucket4jStore.DEFAULT_MAX_KEYS : MAX_KEYS);
        long before = usedHeap();
        List<CallerId> blocked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            blocked.add(caller("blocked" + i));
            defaults.answer(List.of(new Charge(policy, blocked.get(i), 10)));
        }
        for (int i = 0; i < strangers; i++) {
            defaults.answer(List.of(new Charge(policy, caller("s" + i), 1)));
        }
        long growth = usedHeap() - before;
        for (CallerId caller : blocked) {
            assertThat(defaults.answer(List.of(new Charge(policy, caller, 1))).allowed())
                    .isFalse();
        }
        System.out.println(
                "heap growth after " + strangers + " callers: " + growth + " bytes, buckets " + defaults.size());
        return growth;
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
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
