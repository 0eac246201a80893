/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.RateLimitStoreContract;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.VerboseResult;
import io.github.bucket4j.caffeine.Bucket4jCaffeine;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.grid.hazelcast.Bucket4jHazelcast;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ProxiedStoreTest {
    @Nested
    class WithCaffeine extends RateLimitStoreContract {
        private final RateLimitStore store = Bucket4jStore.over(caffeine(time));

        @Override
        protected RateLimitStore store() {
            return store;
        }

        @Test
        void a_debt_may_grow_for_ever() {
            grow("1 per 366 days", 5_000);
            grow("5 per minute; 1000 per hour", Long.MAX_VALUE);
        }

        private void grow(String limits, long actual) {
            Charge charge = charge(policy("p" + limits.charAt(0), limits), ALICE, 1);
            for (int i = 0; i < 50; i++) {
                store.settle(List.of(new RateLimitStore.Settlement(charge, actual)))
                        .toCompletableFuture()
                        .join();
                assertThat(decide(charge).allowed()).isFalse();
            }
        }
    }

    @Nested
    class OnThreadsOfItsOwn extends RateLimitStoreContract {
        private final ExecutorService threads = Executors.newFixedThreadPool(4);
        private final RateLimitStore store = Bucket4jStore.over(
                caffeine(time)
                        .withMapper((String key) -> HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8))),
                threads);

        @Override
        protected RateLimitStore store() {
            return store;
        }

        @AfterEach
        void end() {
            threads.shutdownNow();
        }
    }

    @Nested
    class WithHazelcast extends RateLimitStoreContract {
        private static HazelcastInstance hazelcast;
        private static int maps;
        private final RateLimitStore store = Bucket4jStore.over(
                Bucket4jHazelcast.entryProcessorBasedBuilder(hazelcast.<String, byte[]>getMap("buckets" + maps++))
                        .clientClock(clock(time))
                        .build());

        @BeforeAll
        static void start() {
            Config config = new Config().setProperty("hazelcast.phone.home.enabled", "false");
            config.setProperty("hazelcast.logging.type", "none").setProperty("hazelcast.shutdownhook.enabled", "false");
            config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
            config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
            hazelcast = Hazelcast.newHazelcastInstance(config);
        }

        @AfterAll
        static void stop() {
            hazelcast.shutdown();
        }

        @Override
        protected RateLimitStore store() {
            return store;
        }
    }

    @Nested
    class Faults {
        private final ManualTime time = new ManualTime();
        private final RateLimitPolicy first =
                RateLimitPolicy.builder("first").limits("5 per minute").build();
        private final RateLimitPolicy second =
                RateLimitPolicy.builder("second").limits("5 per minute").build();
        private final ProxiedBuckets working = new AsyncBuckets(caffeine(time).asAsync(), new PolicyVersions(time));

        @Test
        void a_manager_that_only_blocks_needs_threads() {
            @SuppressWarnings("unchecked")
            ProxyManager<String> blocking = (ProxyManager<String>) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {ProxyManager.class}, (it, method, with) -> false);

            assertThatThrownBy(() -> Bucket4jStore.over(blocking))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("executor");
        }

        @Test
        void what_was_taken_before_a_fault_is_given_back() {
            ProxiedStore store =
                    new ProxiedStore(new Failing(CompletableFuture.failedFuture(new IllegalStateException())));

            assertThat(answer(store, first, second)).isInstanceOf(StoreAnswer.Unavailable.class);
            assertThat(left(first)).isEqualTo(5);
        }

        @Test
        void what_is_taken_after_the_deadline_is_given_back() {
            CompletableFuture<VerboseResult<Boolean>> late = new CompletableFuture<>();
            ProxiedStore store = new ProxiedStore(new Failing(late), Duration.ofMillis(20));

            assertThat(answer(store, first, second)).isEqualTo(new StoreAnswer.Unavailable("no answer"));
            assertThat(left(first)).isEqualTo(4);
            late.complete(working.take(charge(second)).join());

            assertThat(left(first)).isEqualTo(5);
            assertThat(left(second)).isEqualTo(5);
        }

        @Test
        void threads_that_are_all_busy_are_an_answer() {
            RateLimitStore store = Bucket4jStore.over(caffeine(time), work -> {
                throw new RejectedExecutionException();
            });

            assertThat(answer(store, first)).isInstanceOf(StoreAnswer.Unavailable.class);
            StoreAnswer settled =
                    store.refund(List.of(charge(first))).toCompletableFuture().join();
            assertThat(settled).isInstanceOf(StoreAnswer.Unavailable.class);
        }

        private StoreAnswer answer(RateLimitStore store, RateLimitPolicy... policies) {
            List<Charge> charges = List.of(policies).stream().map(this::charge).toList();
            return store.decide(charges).toCompletableFuture().join();
        }

        private Charge charge(RateLimitPolicy policy) {
            return new Charge(policy, CallerId.global(), 1);
        }

        private long left(RateLimitPolicy policy) {
            return working.take(new Charge(policy, CallerId.global(), 0))
                    .join()
                    .getState()
                    .getAvailableTokens();
        }

        /** Works, but answers about the second policy's bucket as it is told. */
        private final class Failing implements ProxiedBuckets {
            private final CompletableFuture<VerboseResult<Boolean>> told;

            Failing(CompletableFuture<VerboseResult<Boolean>> told) {
                this.told = told;
            }

            @Override
            public CompletableFuture<VerboseResult<Boolean>> take(Charge charge) {
                return charge.policy() == second ? told : working.take(charge);
            }

            @Override
            public CompletableFuture<? extends VerboseResult<?>> adjust(Charge charge, long more) {
                return working.adjust(charge, more);
            }

            @Override
            public CompletableFuture<? extends VerboseResult<?>> replace(Charge charge, BucketConfiguration limits) {
                return working.replace(charge, limits);
            }
        }
    }

    @Nested
    class LimitsThatDiffer {
        private final RateLimitStore store = Bucket4jStore.over(caffeine(new ManualTime()));
        private final RateLimiter limiter = RateLimiter.of(store, new ManualTime());
        private final CallerId alice = CallerId.of(CallerKey.USER, "alice");

        @Test
        void between_plans_are_those_of_the_callers_plan_as_often_as_it_changes() {
            RateLimitPolicy own = RateLimitPolicy.builder("p")
                    .limits("10 per hour")
                    .plan("pro", "100 per hour")
                    .plan("max", "1000 per hour")
                    .build();
            RateLimitPolicy pro = own.onPlan(Limit.parse("100 per hour"));
            RateLimitPolicy max = own.onPlan(Limit.parse("1000 per hour"));

            assertThat(decide(own, 1).windows().get(0).remaining()).isEqualTo(9);
            assertThat(decide(max, 1).windows().get(0).remaining()).isEqualTo(899);
            assertThat(decide(pro, 1).windows().get(0).remaining()).isEqualTo(88);
            assertThat(decide(own, 1).windows().get(0).remaining()).isEqualTo(7);
            assertThat(decide(own, 8).isAllowed()).isFalse();
            assertThat(decide(pro, 1).windows().get(0).remaining()).isEqualTo(77);
        }

        @Test
        void between_machines_hold_on_both_whatever_their_windows() {
            RateLimitPolicy old = RateLimitPolicy.builder("p")
                    .limits("10 per minute; 20 per day")
                    .build();
            decide(old, 1);
            decide(RateLimitPolicy.builder("p").limits("10 per hour").build(), 9);

            RateLimitDecision decision = decide(old, 1);

            assertThat(decision.isAllowed()).isFalse();
            assertThat(decision.violated()).containsExactly("p-1m");
            assertThat(decision.nanosToWait()).isEqualTo(Duration.ofMinutes(6).toNanos());
        }

        private RateLimitDecision decide(RateLimitPolicy policy, long tokens) {
            return limiter.decide(List.of(new Charge(policy, alice, tokens)))
                    .toCompletableFuture()
                    .join();
        }
    }

    @Nested
    class Versions {
        private final ManualTime time = new ManualTime();
        private final PolicyVersions versions = new PolicyVersions(time);

        @Test
        void rise_with_other_limits_and_only_then() {
            RateLimitPolicy old = policy("5 per minute");
            RateLimitPolicy same = policy("5 per minute");
            RateLimitPolicy changed = policy("7 per minute");

            long first = versions.of(old);
            assertThat(versions.of(same)).isEqualTo(first);
            long second = versions.of(changed);
            assertThat(second).isGreaterThan(first);
            assertThat(versions.of(same)).isEqualTo(first);
            assertThat(versions.of(changed)).isEqualTo(second);
            assertThat(versions.of(policy("5 per minute"))).isGreaterThan(second);
        }

        @Test
        void of_a_machine_that_starts_later_are_higher() {
            long first = versions.of(policy("5 per minute"));
            time.advance(Duration.ofSeconds(1));

            assertThat(new PolicyVersions(time).of(policy("6 per minute"))).isGreaterThan(first);
        }

        private RateLimitPolicy policy(String limits) {
            return RateLimitPolicy.builder("p").limits(limits).build();
        }
    }

    private static ProxyManager<String> caffeine(ManualTime time) {
        return Bucket4jCaffeine.<String>builderFor(Caffeine.newBuilder())
                .clientClock(clock(time))
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))
                .build();
    }

    private static TimeMeter clock(ManualTime time) {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return time.now().getEpochSecond() * 1_000_000_000 + time.now().getNano();
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }
}
