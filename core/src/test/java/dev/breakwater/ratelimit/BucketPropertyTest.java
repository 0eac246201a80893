/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.ratelimit.RateLimitStore.Settlement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The local store against a bucket that is nothing but arithmetic, through whatever can happen to a bucket. */
final class BucketPropertyTest {
    private static final CallerId ALICE = CallerId.of(CallerKey.USER, "alice");
    private static final long SECOND = 1_000_000_000;

    private final ManualTime time = new ManualTime();

    @Property(tries = 300)
    void alone_it_admits_exactly_what_arithmetic_says(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int capacity) {
        Random random = new Random(seed);
        int windowSeconds = 1 + random.nextInt(20);
        RateLimitPolicy policy = policy(capacity, windowSeconds);
        Bucket4jStore store = Bucket4jStore.of(time);
        Deque<Charge> admitted = new ArrayDeque<>();
        long unit = windowSeconds * SECOND;
        long level = capacity * unit;
        for (int i = 0; i < 200; i++) {
            long pause = random.nextInt(4) == 0 ? random.nextLong(3 * SECOND) : 0;
            time.advanceNanos(pause);
            level = Math.min(capacity * unit, level + pause * capacity);
            Charge earlier = random.nextInt(5) == 0 ? admitted.poll() : null;
            if (earlier != null) {
                long actual = random.nextInt(capacity * 2);
                store.settle(List.of(new Settlement(earlier, actual)));
                level = Math.min(capacity * unit, level + (earlier.tokens() - actual) * unit);
                continue;
            }
            Charge charge = new Charge(policy, ALICE, random.nextInt(capacity + 2));
            boolean expected = charge.tokens() == 0 || level >= charge.tokens() * unit;
            StoreAnswer.Decided answer = store.answer(List.of(charge));
            assertThat(answer.allowed()).isEqualTo(expected);
            if (expected) {
                level -= charge.tokens() * unit;
                admitted.add(charge);
            }
            assertThat(answer.levels().get(0).remaining(0)).isEqualTo(Math.max(0, Math.floorDiv(level, unit)));
        }
    }

    @Property(tries = 300)
    void in_a_crowd_and_through_changes_it_never_admits_more(@ForAll long seed) {
        Random random = new Random(seed);
        RateLimitPolicy[] limits = {policy(10, 5), policy(40, 5), policy(7, 30), policy(10, 60)};
        RateLimitPolicy current = limits[0];
        Bucket4jStore store = Bucket4jStore.of(time, 4);
        Deque<Charge> admitted = new ArrayDeque<>();
        // Alice's part of a full bucket, whatever its size: the most that she can have if she never had a gift.
        double share = 1;
        // A bucket learns of other limits when it is next asked, and is refilled as before until then.
        long idle = 0;
        long fastest = current.limits().get(0).windowNanos();
        for (int i = 0; i < 400; i++) {
            long pause = random.nextInt(4) == 0 ? random.nextLong(4 * SECOND) : 0;
            time.advanceNanos(pause);
            idle += pause;
            fastest = Math.min(fastest, current.limits().get(0).windowNanos());
            switch (random.nextInt(12)) {
                case 0 -> current = limits[random.nextInt(limits.length)];
                case 1 -> store.resize(1 + random.nextInt(5));
                case 2, 3, 4, 5 -> store.answer(List.of(new Charge(current, stranger(random), 1 + random.nextInt(4))));
                case 6 -> {
                    Charge earlier = admitted.poll();
                    if (earlier != null) {
                        share = Math.min(1, share + (double) idle / fastest);
                        idle = 0;
                        fastest = current.limits().get(0).windowNanos();
                        Charge refunded = new Charge(current, ALICE, earlier.tokens());
                        store.refund(List.of(refunded));
                        share = Math.min(1, share + (double) refunded.tokens() / current.capacity(0));
                    }
                }
                default -> {
                    share = Math.min(1, share + (double) idle / fastest);
                    idle = 0;
                    fastest = current.limits().get(0).windowNanos();
                    Charge charge = new Charge(current, ALICE, 1 + random.nextInt(3));
                    if (store.answer(List.of(charge)).allowed()) {
                        share -= (double) charge.tokens() / current.capacity(0);
                        admitted.add(charge);
                        assertThat(share).isGreaterThan(-1e-9);
                    }
                }
            }
            assertThat(store.size()).isLessThanOrEqualTo(5);
        }
    }

    private static CallerId stranger(Random random) {
        return CallerId.of(CallerKey.USER, "stranger" + random.nextInt(200));
    }

    private static RateLimitPolicy policy(int count, int windowSeconds) {
        return RateLimitPolicy.builder("p")
                .limits(count + " per " + windowSeconds + " seconds")
                .build();
    }
}
