/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.ratelimit.CallerId;
import dev.breakwater.ratelimit.CallerKey;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.Level;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.RateLimitStore.Settlement;
import dev.breakwater.ratelimit.StoreAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every store of rate limits must do, wherever its buckets are. The test of each store extends this class, with a
 * store whose buckets are those of {@link #time} and of nobody else.
 */
public abstract class RateLimitStoreContract {
    protected static final CallerId ALICE = CallerId.of(CallerKey.USER, "alice");
    protected static final CallerId BOB = CallerId.of(CallerKey.USER, "bob");

    /** The time that the store's buckets go by. */
    protected final ManualTime time = new ManualTime();

    /** For tests of stores. */
    protected RateLimitStoreContract() {}

    /** The store, the same one for the whole of a test. */
    protected abstract RateLimitStore store();

    /** How many threads ask for one bucket at once: fewer where each has to try again for every other one. */
    protected int rivals() {
        return 64;
    }

    @Nested
    class Counting {
        @Test
        void admits_as_many_as_the_limit_says_and_then_none() {
            RateLimitPolicy policy = policy("p", "5 per minute");

            for (int left = 4; left >= 0; left--) {
                assertThat(decide(charge(policy, ALICE, 1)).levels().get(0).remaining(0))
                        .isEqualTo(left);
            }
            assertThat(decide(charge(policy, ALICE, 1)).allowed()).isFalse();
            assertThat(decide(charge(policy, BOB, 1)).allowed()).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "1 per second, 1",
            "7 per minute, 1",
            "7 per minute, 3",
            "1000000007 per 366 days, 999",
            "9 per 10 seconds; 11 per minute; 13 per hour, 2",
            "3000000 per hour, 2999999"
        })
        void whoever_waits_as_told_is_admitted_and_who_comes_a_moment_early_is_not(String limits, long cost) {
            RateLimitPolicy policy = policy("p", limits);
            for (int i = 0; i < 50; i++) {
                StoreAnswer.Decided answer = decide(charge(policy, ALICE, cost));
                if (!answer.allowed()) {
                    time.advanceNanos(answer.levels().get(0).nanosToWait() - 1);
                    boolean exact = cost < 1_000;
                    assertThat(exact && decide(charge(policy, ALICE, cost)).allowed())
                            .isFalse();
                    time.advanceNanos(1);
                    assertThat(decide(charge(policy, ALICE, cost)).allowed()).isTrue();
                }
            }
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3})
        void never_admits_more_than_capacity_and_rate_allow_in_any_span(long seed) {
            RateLimitPolicy policy = RateLimitPolicy.builder("p")
                    .limits("13 per 7 seconds")
                    .burst(20)
                    .build();
            Random random = new Random(seed);
            List<long[]> admitted = new ArrayList<>();
            long now = 0;
            for (int i = 0; i < 500; i++) {
                long pause = random.nextLong(300_000_000);
                now += pause;
                time.advanceNanos(pause);
                long cost = random.nextInt(4);
                if (decide(charge(policy, ALICE, cost)).allowed()) {
                    admitted.add(new long[] {now, cost});
                }
            }
            for (int from = 0; from < admitted.size(); from++) {
                long sum = 0;
                for (int to = from; to < admitted.size(); to++) {
                    sum += admitted.get(to)[1];
                    double span = (admitted.get(to)[0] - admitted.get(from)[0]) / 1e9;
                    assertThat((double) sum).isLessThanOrEqualTo(20 + 13.0 / 7 * span + 1e-6);
                }
            }
        }

        @Test
        void bears_the_largest_count_there_is() {
            RateLimitPolicy policy = policy("p", Long.MAX_VALUE + " per hour");

            for (int i = 0; i < 3; i++) {
                StoreAnswer.Decided answer = decide(charge(policy, ALICE, 1L << 61));
                assertThat(answer.allowed()).isTrue();
                assertThat(answer.levels().get(0).nanosToFull(0)).isPositive();
                time.advance(Duration.ofDays(400));
            }
        }

        @Test
        void a_refused_charge_takes_nothing() {
            RateLimitPolicy policy = policy("p", "5 per minute");
            decide(charge(policy, ALICE, 3));

            StoreAnswer.Decided refused = decide(charge(policy, ALICE, 3));

            assertThat(refused.allowed()).isFalse();
            assertThat(refused.levels().get(0).remaining(0)).isEqualTo(2);
            assertThat(decide(charge(policy, ALICE, 2)).allowed()).isTrue();
            assertThat(decide(charge(policy, ALICE, 0)).allowed()).isTrue();
        }

        @Test
        void a_negative_charge_is_refused_before_it_can_be_a_gift() {
            RateLimitPolicy policy = policy("p", "5 per minute");

            assertThatThrownBy(() -> charge(policy, ALICE, -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tokens of p: -1");
        }

        @Test
        void more_than_a_bucket_holds_never_comes() {
            RateLimitPolicy policy = policy("p", "5 per minute; 10 per hour");

            Level level = decide(charge(policy, ALICE, 7)).levels().get(0);

            assertThat(level.nanosToWait(0)).isEqualTo(Level.NEVER);
            assertThat(level.nanosToWait(1)).isZero();
        }
    }

    @Nested
    class Several {
        private final RateLimitPolicy wide = policy("wide", "10 per minute");
        private final RateLimitPolicy narrow = policy("narrow", "2 per minute");

        @Test
        void takes_all_or_nothing() {
            for (int i = 0; i < 5; i++) {
                decide(charge(wide, ALICE, 1), charge(narrow, ALICE, 1));
            }

            assertThat(decide(charge(wide, ALICE, 0)).levels().get(0).remaining(0))
                    .isEqualTo(8);
        }

        @Test
        void every_window_of_a_policy_holds() {
            RateLimitPolicy policy = policy("p", "5 per second; 7 per hour");

            decide(charge(policy, ALICE, 5));
            time.advance(Duration.ofSeconds(1));
            StoreAnswer.Decided refused = decide(charge(policy, ALICE, 5));

            assertThat(refused.allowed()).isFalse();
            assertThat(refused.levels().get(0).remaining(0)).isEqualTo(5);
            assertThat(refused.levels().get(0).remaining(1)).isEqualTo(2);
            assertThat(refused.levels().get(0).nanosToWait(0)).isZero();
            assertThat(refused.levels().get(0).nanosToWait(1)).isPositive();
        }
    }

    @Nested
    class AtOnce {
        @Test
        @Timeout(60)
        void many_threads_get_exactly_what_there_is_every_time() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(rivals());
            try {
                for (int round = 0; round < 3; round++) {
                    RateLimitPolicy policy = policy("p" + round, "100 per hour");
                    assertThat(together(
                                    threads,
                                    rivals(),
                                    1_000,
                                    i -> decide(charge(policy, ALICE, 1)).allowed()))
                            .isEqualTo(100);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Nested
    class SeveralAtOnce {
        @Test
        @Timeout(60)
        void never_admit_too_many_and_refuse_at_most_what_is_in_flight() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                RateLimitPolicy all = policy("all", "100 per hour");
                RateLimitPolicy each = policy("each", "60 per hour");
                long admitted = together(threads, 8, 400, i -> {
                    Charge own = charge(each, i % 2 == 0 ? ALICE : BOB, 1);
                    Charge common = charge(all, CallerId.global(), 1);
                    return (i % 3 == 0 ? decide(own, common) : decide(common, own)).allowed();
                });
                assertThat(admitted).isBetween(100L - 8, 100L);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Nested
    class Afterwards {
        private final RateLimitPolicy policy = policy("p", "1000 per hour");

        @Test
        void what_was_not_needed_comes_back() {
            Charge reserved = charge(policy, ALICE, 1_000);
            decide(reserved);

            assertThat(settle(new Settlement(reserved, 250))).isEqualTo(750);
        }

        @Test
        void what_was_missing_is_owed() {
            Charge reserved = charge(policy, ALICE, 900);
            decide(reserved);

            assertThat(settle(new Settlement(reserved, 1_500))).isZero();
            time.advance(Duration.ofMinutes(30));
            assertThat(decide(charge(policy, ALICE, 1)).allowed()).isFalse();
            time.advance(Duration.ofMinutes(1));
            assertThat(decide(charge(policy, ALICE, 1)).allowed()).isTrue();
        }

        @Test
        void a_refund_never_fills_beyond_the_brim() {
            Charge charge = charge(policy, ALICE, 600);
            decide(charge);
            time.advance(Duration.ofMinutes(30));

            StoreAnswer answer =
                    store().refund(List.of(charge)).toCompletableFuture().join();

            assertThat(((StoreAnswer.Decided) answer).levels().get(0).remaining(0))
                    .isEqualTo(1_000);
        }

        private long settle(Settlement settlement) {
            StoreAnswer answer =
                    store().settle(List.of(settlement)).toCompletableFuture().join();
            return ((StoreAnswer.Decided) answer).levels().get(0).remaining(0);
        }
    }

    @Nested
    class Debts {
        @Test
        void never_turn_into_a_fortune() {
            RateLimitPolicy policy = policy("p", "10 per minute; 1000 per hour");
            Charge one = charge(policy, ALICE, 1);
            decide(one);

            for (int i = 0; i < 3; i++) {
                store().settle(List.of(new Settlement(one, Long.MAX_VALUE)))
                        .toCompletableFuture()
                        .join();
            }

            assertThat(decide(charge(policy, ALICE, 1)).allowed()).isFalse();
            assertThat(decide(charge(policy, ALICE, 0)).levels().get(0).remaining(1))
                    .isZero();
        }
    }

    @Nested
    class ChangedLimits {
        @ParameterizedTest
        @CsvSource({
            "100 per minute, 50, 10 per minute,              5",
            "10 per minute,  5,  100 per minute,             50",
            "100 per minute, 50, 100 per hour,               50",
            "100 per minute, 100, 10 per hour,               0",
            "100 per minute, 0,  10 per minute,              10",
            "100 per minute, 75, 10/s;40/m,                  2 10",
            "10/s;40/m,      10, 20/s;400/m;1000/h,          0 300 0",
            "100 per minute, 30, 100 per 60 seconds,         70",
        })
        void carry_the_share_that_was_left_and_never_give_any(String before, long used, String after, String left) {
            decide(charge(policy("p", before), ALICE, used));

            RateLimitPolicy changed = policy("P", after);
            Level level = decide(charge(changed, ALICE, 0)).levels().get(0);

            List<String> remaining = new ArrayList<>();
            for (int i = 0; i < changed.limits().size(); i++) {
                remaining.add(Long.toString(level.remaining(i)));
            }
            assertThat(String.join(" ", remaining)).isEqualTo(left);
        }

        @Test
        void and_back_again_gives_nothing_either() {
            RateLimitPolicy one = policy("p", "100 per minute");
            RateLimitPolicy other = policy("p", "7 per hour");
            decide(charge(one, ALICE, 60));

            for (int i = 0; i < 100; i++) {
                decide(charge(other, ALICE, 0));
                assertThat(decide(charge(one, ALICE, 0)).levels().get(0).remaining(0))
                        .isLessThanOrEqualTo(40);
            }
        }
    }

    @Nested
    class SeveralPolicies {
        @Test
        void who_is_refused_by_one_waits_for_that_one_alone() {
            RateLimitPolicy minute = policy("minute", "5 per minute");
            RateLimitPolicy hour = policy("hour", "60 per hour; 600 per day");
            RateLimitPolicy all = policy("all", "1000 per second");
            Charge[] charges = {
                charge(minute, ALICE, 1), charge(hour, BOB, 2), charge(all, CallerId.global(), 3),
            };
            for (int i = 0; i < 5; i++) {
                assertThat(decide(charges).allowed()).isTrue();
            }

            StoreAnswer.Decided refused = decide(charges);

            assertThat(refused.allowed()).isFalse();
            assertThat(refused.levels().get(0).nanosToWait())
                    .isEqualTo(Duration.ofSeconds(12).toNanos());
            assertThat(refused.levels().get(1).nanosToWait()).isZero();
            assertThat(refused.levels().get(2).nanosToWait()).isZero();
            assertThat(refused.levels().get(1).remaining(0)).isEqualTo(50);
            assertThat(refused.levels().get(1).remaining(1)).isEqualTo(590);
            assertThat(refused.levels().get(2).remaining(0)).isEqualTo(985);
        }

        @Test
        void come_back_together() {
            RateLimitPolicy minute = policy("minute", "5 per minute");
            RateLimitPolicy hour = policy("hour", "60 per hour; 600 per day");
            List<Charge> charges = List.of(charge(minute, ALICE, 4), charge(hour, ALICE, 40));
            decide(charges.toArray(Charge[]::new));

            StoreAnswer.Decided after = (StoreAnswer.Decided)
                    store().refund(charges).toCompletableFuture().join();

            assertThat(after.levels().get(0).remaining(0)).isEqualTo(5);
            assertThat(after.levels().get(1).remaining(0)).isEqualTo(60);
            assertThat(after.levels().get(1).remaining(1)).isEqualTo(600);
        }
    }

    protected static RateLimitPolicy policy(String name, String limits) {
        return RateLimitPolicy.builder(name).limits(limits).build();
    }

    protected static Charge charge(RateLimitPolicy policy, CallerId caller, long tokens) {
        return new Charge(policy, caller, tokens);
    }

    protected final StoreAnswer.Decided decide(Charge... charges) {
        return (StoreAnswer.Decided) store().decide(List.of(charges))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    protected static long together(ExecutorService pool, int threads, int requests, Attempt attempt) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        AtomicLong next = new AtomicLong();
        Callable<Long> work = () -> {
            start.await();
            long admitted = 0;
            for (long i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                admitted += attempt.admitted((int) i) ? 1 : 0;
            }
            return admitted;
        };
        List<Future<Long>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            results.add(pool.submit(work));
        }
        long sum = 0;
        for (Future<Long> result : results) {
            sum += result.get();
        }
        return sum;
    }

    /** One request. */
    @FunctionalInterface
    protected interface Attempt {
        /** Whether it was admitted. */
        boolean admitted(int index);
    }
}
