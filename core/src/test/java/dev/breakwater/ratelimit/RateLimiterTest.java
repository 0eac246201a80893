/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.Decision;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.policy.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

final class RateLimiterTest {
    private static final CallerId ALICE = CallerId.of(CallerKey.USER, "alice");

    private final ManualTime time = new ManualTime();
    private final RateLimiter limiter = RateLimiter.of(Bucket4jStore.of(time), time);

    @Test
    void names_every_violated_limit_and_waits_for_the_longest() {
        RateLimitPolicy minute = policy("minute", "1 per minute");
        RateLimitPolicy hour = policy("hour", "1 per hour");
        RateLimitPolicy free = policy("free", "9 per minute");
        decide(limiter, charge(minute), charge(free), charge(hour));

        RateLimitDecision decision = decide(limiter, charge(minute), charge(free), charge(hour));

        assertThat(decision.isAllowed()).isFalse();
        assertThat(decision.violated()).containsExactly("minute", "hour");
        assertThat(decision.nanosToWait()).isEqualTo(Duration.ofHours(1).toNanos());
        assertThat(decision.windows())
                .extracting(RateLimitDecision.Window::remaining)
                .containsExactly(0L, 8L, 0L);
    }

    @Test
    void a_limit_of_zero_admits_nobody_and_charges_nobody() {
        RateLimitPolicy closed = policy("closed", "0 per minute");
        RateLimitPolicy other = policy("other", "5 per minute");

        RateLimitDecision decision = decide(limiter, charge(closed), charge(other));

        assertThat(decision.isAllowed()).isFalse();
        assertThat(decision.violated()).containsExactly("closed");
        assertThat(decision.nanosToWait()).isEqualTo(Level.NEVER);
        assertThat(decide(limiter, charge(other)).windows().get(0).remaining()).isEqualTo(4);
        assertThat(decide(limiter, charge(closed)).isAllowed()).isFalse();
    }

    @Test
    void gives_back_on_request() {
        RateLimitPolicy policy = policy("p", "5 per minute");
        RateLimitDecision admitted = decide(limiter, charge(policy));

        limiter.refund(admitted);

        assertThat(decide(limiter, charge(policy)).windows().get(0).remaining()).isEqualTo(4);
    }

    @Test
    void a_refused_request_has_nothing_to_give_back() {
        RateLimitPolicy policy = policy("p", "1 per minute");
        decide(limiter, charge(policy));

        limiter.refund(decide(limiter, charge(policy)));

        assertThat(decide(limiter, charge(policy)).isAllowed()).isFalse();
    }

    @Nested
    class WithoutStore {
        @ParameterizedTest
        @EnumSource
        void open_lets_pass_uncounted(Fault fault) {
            RateLimitDecision decision = decideTwice(fault, OnStoreFailure.OPEN);

            assertThat(decision.isAllowed()).isTrue();
            assertThat(decision.isDegraded()).isTrue();
            assertThat(decision.windows()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource
        void closed_refuses_all(Fault fault) {
            RateLimitDecision decision = decideTwice(fault, OnStoreFailure.CLOSED);

            assertThat(decision.outcome()).isEqualTo(RateLimitDecision.Outcome.UNAVAILABLE);
            assertThat(described(decision))
                    .containsEntry("breakwater.decision", "rate_limited")
                    .containsEntry("breakwater.rule", "p")
                    .containsEntry("breakwater.rate_limit.store", "unavailable");
        }

        @ParameterizedTest
        @EnumSource
        void local_counts_on_this_machine(Fault fault) {
            RateLimitDecision decision = decideTwice(fault, OnStoreFailure.LOCAL);

            assertThat(decision.outcome()).isEqualTo(RateLimitDecision.Outcome.DENIED);
            assertThat(decision.isDegraded()).isTrue();
            assertThat(decision.violated()).containsExactly("p");
        }

        @ParameterizedTest
        @EnumSource
        void what_is_on_trial_can_be_described_all_the_same(OnStoreFailure way) {
            RateLimitPolicy trial = RateLimitPolicy.builder("p")
                    .limits("1 per minute")
                    .mode(Mode.SHADOW)
                    .onStoreFailure(way)
                    .build();

            RateLimitDecision decision = RateLimiter.of(Fault.AWAY, time)
                    .decide(List.of(), List.of(charge(trial)))
                    .toCompletableFuture()
                    .join();

            assertThat(described(decision)).containsKey("breakwater.shadow.decision");
        }

        @Test
        void the_deadline_is_ours_alone() {
            CompletableFuture<StoreAnswer> slow = new CompletableFuture<>();
            RateLimiter limiter = RateLimiter.of(new Slow(slow), time, Duration.ofMillis(20));

            decide(limiter, charge(policy("p", "1 per minute")));

            assertThat(slow).isNotDone();
            assertThat(RateLimiter.STORE_DEADLINE).isEqualTo(Duration.ofSeconds(1));
        }

        @Test
        void is_said_at_once_and_then_once_a_minute_without_what_the_store_said() {
            ListAppender<ILoggingEvent> said = new ListAppender<>();
            Logger logger = (Logger) LoggerFactory.getLogger(RateLimitGuard.class);
            said.start();
            logger.addAppender(said);
            RateLimiter broken = RateLimiter.of(
                    new Slow(CompletableFuture.failedFuture(new IllegalStateException("redis://:secret@cache"))), time);
            try {
                for (int i = 0; i < 50; i++) {
                    decide(broken, charge(policy("p", "1 per minute")));
                }
                time.advance(Duration.ofMinutes(1));
                decide(broken, charge(policy("p", "1 per minute")));
            } finally {
                logger.detachAppender(said);
            }

            assertThat(said.list)
                    .extracting(event -> event.getLevel().toString())
                    .containsOnly("ERROR");
            assertThat(said.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .contains("on-store-failure", "java.lang.IllegalStateException", "(0 more")
                                    .doesNotContain("secret"),
                            later -> assertThat(later).contains("(49 more").doesNotContain("secret"));
        }

        @Test
        void one_closed_policy_is_enough() {
            RateLimiter broken = RateLimiter.of(Fault.AWAY, time);
            RateLimitPolicy open = RateLimitPolicy.builder("open")
                    .limits("1/m")
                    .onStoreFailure(OnStoreFailure.OPEN)
                    .build();
            RateLimitPolicy closed = RateLimitPolicy.builder("closed")
                    .limits("1/m")
                    .onStoreFailure(OnStoreFailure.CLOSED)
                    .build();

            assertThat(decide(broken, charge(open), charge(closed)).outcome())
                    .isEqualTo(RateLimitDecision.Outcome.UNAVAILABLE);
        }

        private RateLimitDecision decideTwice(Fault fault, OnStoreFailure way) {
            RateLimiter broken = RateLimiter.of(fault, time, Duration.ofMillis(20));
            RateLimitPolicy policy = RateLimitPolicy.builder("p")
                    .limits("1 per minute")
                    .onStoreFailure(way)
                    .build();
            decide(broken, charge(policy));
            return decide(broken, charge(policy));
        }
    }

    @Nested
    class Describing {
        @Test
        void an_admission_names_the_limit_that_is_nearest_to_its_end() {
            RateLimitPolicy wide = policy("wide", "100 per minute");
            RateLimitPolicy narrow = policy("narrow", "5 per second; 10 per minute");

            assertThat(described(decide(limiter, charge(wide), charge(narrow))))
                    .containsExactly(
                            Map.entry("breakwater.decision", "allow"),
                            Map.entry("breakwater.rule", "narrow-1s"),
                            Map.entry("ratelimit.limit", 5L),
                            Map.entry("ratelimit.remaining", 4L));
        }

        @Test
        void a_refusal_names_the_limit_that_keeps_waiting_longest() {
            RateLimitPolicy minute = policy("minute", "1 per minute");
            RateLimitPolicy hour = policy("hour", "1 per hour");
            decide(limiter, charge(minute), charge(hour));

            assertThat(described(decide(limiter, charge(minute), charge(hour))))
                    .containsExactly(
                            Map.entry("breakwater.decision", "rate_limited"),
                            Map.entry("breakwater.rule", "hour"),
                            Map.entry("ratelimit.limit", 1L),
                            Map.entry("ratelimit.remaining", 0L));
        }
    }

    private static Map<String, Object> described(RateLimitDecision decision) {
        Map<String, Object> fields = new TreeMap<>();
        decision.describe(new Decision.Fields() {
            @Override
            public void put(String name, String value) {
                fields.put(name, value);
            }

            @Override
            public void put(String name, long value) {
                fields.put(name, value);
            }
        });
        return fields;
    }

    private static RateLimitPolicy policy(String name, String limits) {
        return RateLimitPolicy.builder(name).limits(limits).build();
    }

    private static Charge charge(RateLimitPolicy policy) {
        return new Charge(policy, ALICE, policy.cost());
    }

    private static RateLimitDecision decide(RateLimiter limiter, Charge... charges) {
        return limiter.decide(List.of(charges))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private record Slow(CompletableFuture<StoreAnswer> answer) implements RateLimitStore {
        @Override
        public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
            return answer;
        }

        @Override
        public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
            return answer;
        }
    }

    /** The ways in which a store can be away; those after {@code FAILS} are against its contract and must do no harm. */
    enum Fault implements RateLimitStore {
        AWAY(charges -> CompletableFuture.completedFuture(new StoreAnswer.Unavailable("planned"))),
        AWAY_LATER(charges -> CompletableFuture.supplyAsync(() -> new StoreAnswer.Unavailable("planned"))),
        FAILS(charges -> CompletableFuture.failedFuture(new IllegalStateException("planned"))),
        THROWS(charges -> {
            throw new IllegalStateException("planned");
        }),
        THROWS_AN_ERROR(charges -> {
            throw new NoClassDefFoundError("planned");
        }),
        RETURNS_NULL(charges -> null),
        ANSWERS_NULL(charges -> CompletableFuture.completedFuture(null)),
        ANSWERS_NULL_LATER(charges -> CompletableFuture.supplyAsync(() -> null)),
        NEVER_ANSWERS(charges -> new CompletableFuture<>());

        private final Function<List<Charge>, CompletionStage<StoreAnswer>> way;

        Fault(Function<List<Charge>, CompletionStage<StoreAnswer>> way) {
            this.way = way;
        }

        @Override
        public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
            return way.apply(charges);
        }

        @Override
        public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
            return way.apply(List.of());
        }
    }
}
