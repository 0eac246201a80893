/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What an instance grants while the store that it shares with others is away. */
final class LocalShareTest {
    private static final CallerId ALICE = CallerId.of(CallerKey.USER, "alice");

    private final ManualTime time = new ManualTime();
    private final Shared store = new Shared();
    private final RateLimiter limiter = RateLimiter.of(store, Bucket4jStore.of(time), time);

    @Nested
    class OfALimit {
        @ParameterizedTest
        @CsvSource({"10, 4, 3", "100, 4, 25", "1, 4, 1", "7, 1, 7", "1000000, 3, 333334"})
        void is_an_equal_part_rounded_up(long limit, int instances, long part) {
            RateLimitPolicy share = policy("p", limit + " per minute").share(instances);

            assertThat(share.limits().get(0).count()).isEqualTo(part);
            assertThat(share.capacity(0)).isEqualTo(part);
        }

        @Test
        void is_a_part_of_the_burst_and_of_each_window() {
            RateLimitPolicy bursting = RateLimitPolicy.builder("p")
                    .limits("100 per minute")
                    .burst(20)
                    .build()
                    .share(3);
            RateLimitPolicy windows =
                    policy("p", "10 per second; 200 per minute").share(4);

            assertThat(bursting.limits()).hasToString("[34/1m]");
            assertThat(bursting.capacity(0)).isEqualTo(7);
            assertThat(windows.limits()).hasToString("[3/1s, 50/1m]");
        }

        @Test
        void has_room_for_one_request_whatever_it_costs() {
            RateLimitPolicy tokens = RateLimitPolicy.builder("p")
                    .limits("1000 per hour")
                    .cost(400)
                    .build();

            RateLimitPolicy share = tokens.share(10);

            assertThat(share.capacity(0)).isEqualTo(400);
            assertThat(share.limits()).hasToString("[100/1h]");
        }

        @Test
        void is_made_once_for_each_number_of_instances() {
            RateLimitPolicy policy = policy("p", "10 per minute");

            assertThat(policy.share(4)).isSameAs(policy.share(4)).isNotSameAs(policy.share(5));
            assertThat(policy.share(1)).isSameAs(policy);
        }

        @Test
        void keeps_what_the_limits_are_for() {
            RateLimitPolicy policy = policy("p", "10 per minute");

            assertThat(policy.provisional().share(2).isProvisional()).isTrue();
            assertThat(policy.provisional().share(2).owner()).isSameAs(policy);
            assertThat(policy.around("/56", 16).share(4).limits()).hasToString("[40/1m]");
            assertThat(policy.around("/56", 16).share(4).role()).isEqualTo(RateLimitPolicy.Role.NETWORK);
            assertThat(policy.onPlan(Limit.parse("50 per minute")).share(2).limits())
                    .hasToString("[25/1m]");
        }
    }

    @Nested
    class OfAllInstances {
        @ParameterizedTest
        @CsvSource({"10, 4", "100, 4", "2, 4", "99, 7"})
        void together_is_at_most_the_limit_and_one_more_for_each(int limit, int instances) {
            store.awayAmong(instances);
            RateLimitPolicy policy = policy("p", limit + " per minute");
            List<RateLimiter> fleet = IntStream.range(0, instances)
                    .mapToObj(each -> RateLimiter.of(store, Bucket4jStore.of(time), time))
                    .toList();

            assertThat(admitted(fleet, policy)).isBetween(limit, limit + instances);
            time.advance(Duration.ofMinutes(1));
            assertThat(admitted(fleet, policy)).isBetween(limit, limit + instances);
        }

        private int admitted(List<RateLimiter> fleet, RateLimitPolicy policy) {
            int admitted = 0;
            for (RateLimiter one : fleet) {
                while (decide(one, charge(policy)).isAllowed()) {
                    admitted++;
                }
            }
            return admitted;
        }
    }

    @Nested
    class OverTime {
        private final RateLimitPolicy policy = policy("p", "40 per hour");

        @Test
        void is_carried_over_in_proportion_when_there_are_more_or_fewer_instances() {
            store.awayAmong(4);
            IntStream.range(0, 5).forEach(each -> decide(charge(policy)));
            assertThat(remaining()).isEqualTo(5);

            store.awayAmong(2);
            assertThat(remaining()).isEqualTo(10);
            store.awayAmong(8);
            assertThat(remaining()).isEqualTo(2);
        }

        @Test
        void gets_back_what_is_refunded_or_turns_out_to_cost_less() {
            store.awayAmong(4);
            RateLimitDecision refunded = decide(charge(policy));
            RateLimitDecision settled = decide(new Charge(policy, ALICE, 5));
            assertThat(remaining()).isEqualTo(4);

            store.back();
            limiter.refund(refunded);
            limiter.settle(List.of(new RateLimitStore.Settlement(settled.taken().get(0), 2)), true);

            store.awayAmong(4);
            assertThat(remaining()).isEqualTo(8);
            store.back();
            assertThat(remaining()).as("of the shared bucket").isEqualTo(40);
        }

        @Test
        void has_nothing_to_do_with_what_is_shared_again() {
            store.awayAmong(4);
            decide(charge(policy));

            store.back();
            RateLimitDecision shared = decide(charge(policy));

            assertThat(shared.isDegraded()).isFalse();
            assertThat(shared.windows().get(0).remaining()).isEqualTo(39);
        }

        @Test
        void is_the_whole_where_the_store_does_not_know_of_others() {
            store.awayAmong(0);

            assertThat(remaining()).isEqualTo(40);
        }

        private long remaining() {
            return decide(new Charge(policy, ALICE, 0)).windows().get(0).remaining();
        }
    }

    @Nested
    class InTheFields {
        @Test
        void tells_the_policy_but_counts_and_times_of_what_is_granted_here() {
            store.awayAmong(4);

            Admission admission = admit(RateLimitFields.standard(), policy("p", "100 per minute"));

            assertThat(field(admission, "RateLimit-Policy")).isEqualTo("\"p\";q=100;w=60");
            assertThat(field(admission, "RateLimit")).isEqualTo("\"p\";r=24;t=58");
        }

        @Test
        void says_when_to_come_back_to_this_instance() {
            store.awayAmong(4);
            RateLimitPolicy policy = policy("p", "4 per minute");
            RateLimitGuard guard = guard(RateLimitFields.standard(), policy);
            admit(guard);

            Admission refused = admit(guard);

            assertThat(refused.reply())
                    .isNotNull()
                    .satisfies(reply -> assertThat(reply.status()).isEqualTo(429));
            assertThat(field(refused, "RateLimit")).isEqualTo("\"p\";r=0;t=60");
            assertThat(field(refused, "RateLimit-Policy")).isEqualTo("\"p\";q=4;w=60");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "draft-7 | RateLimit           | limit=100, remaining=24, reset=58",
                    "draft-7 | RateLimit-Policy    | 100;w=60",
                    "draft-6 | RateLimit-Limit     | 100",
                    "draft-6 | RateLimit-Remaining | 24",
                    "draft-6 | RateLimit-Reset     | 58",
                    "legacy  | X-RateLimit-Limit   | 100"
                })
        void tells_the_same_in_other_words(String dialect, String name, String value) {
            store.awayAmong(4);
            RateLimitFields words = RateLimitFields.builder()
                    .dialects(Stream.of(RateLimitDialect.values())
                            .filter(each -> each.toString().equals(dialect))
                            .toList())
                    .build();

            assertThat(field(admit(words, policy("p", "100 per minute")), name)).isEqualTo(value);
        }

        @Test
        void has_no_item_of_a_policy_that_is_open() {
            store.awayAmong(4);
            RateLimitPolicy open = RateLimitPolicy.builder("open")
                    .limits("100 per minute")
                    .onStoreFailure(OnStoreFailure.OPEN)
                    .build();

            Admission admission = admit(RateLimitFields.standard(), open, policy("p", "100 per minute"));

            assertThat(field(admission, "RateLimit")).startsWith("\"p\";").doesNotContain("open");
            assertThat(field(admission, "RateLimit-Policy")).isEqualTo("\"p\";q=100;w=60");
        }

        private RateLimitGuard guard(RateLimitFields words, RateLimitPolicy... policies) {
            return RateLimitGuard.builder()
                    .policies(policies)
                    .limiter(limiter)
                    .fields(words)
                    .time(time)
                    .build();
        }

        private Admission admit(RateLimitFields words, RateLimitPolicy... policies) {
            return admit(guard(words, policies));
        }

        private Admission admit(RateLimitGuard guard) {
            Admission admission = Breakwater.builder()
                    .guards(List.of(guard))
                    .time(time)
                    .build()
                    .admit(TestExchange.get("/"))
                    .await();
            admission.complete(new Outcome(200, Outcome.Kind.OK, 1, null, null));
            return admission;
        }

        private static @Nullable String field(Admission admission, String name) {
            HeaderRule rule = admission.headerRules().find(name);
            return rule == null ? null : rule.value();
        }
    }

    @Nested
    class AStore {
        @Test
        void that_has_said_itself_that_it_is_away_is_not_said_to_be_so_again() {
            store.awayAmong(1);

            store.logged = true;
            assertThat(said(() -> decide(charge(policy("p", "1 per minute"))))).isEmpty();
            store.logged = false;
            assertThat(said(() -> decide(charge(policy("p", "1 per minute"))))).hasSize(1);
        }

        @Test
        void that_keeps_time_itself_is_waited_for_as_long_as_it_takes() {
            CompletableFuture<StoreAnswer> late = new CompletableFuture<>();
            store.pending = late;
            RateLimitPolicy policy = policy("p", "10 per minute");

            CompletionStage<RateLimitDecision> decision =
                    RateLimiter.of(store, time, Duration.ZERO).decide(List.of(charge(policy)));
            late.complete(new StoreAnswer.Decided(
                    true, List.of(Level.builder(policy).window(0, 9, 0, 0).build())));

            assertThat(decision.toCompletableFuture().join().isDegraded()).isFalse();
        }

        private List<ILoggingEvent> said(Runnable action) {
            ListAppender<ILoggingEvent> said = new ListAppender<>();
            Logger logger = (Logger) LoggerFactory.getLogger(RateLimitGuard.class);
            said.start();
            logger.addAppender(said);
            try {
                action.run();
            } finally {
                logger.detachAppender(said);
            }
            return said.list;
        }
    }

    private static RateLimitPolicy policy(String name, String limits) {
        return RateLimitPolicy.builder(name).limits(limits).build();
    }

    private static Charge charge(RateLimitPolicy policy) {
        return new Charge(policy, ALICE, policy.cost());
    }

    private RateLimitDecision decide(Charge charge) {
        return decide(limiter, charge);
    }

    private static RateLimitDecision decide(RateLimiter limiter, Charge charge) {
        return limiter.decide(List.of(charge)).toCompletableFuture().join();
    }

    /** A store that others use, too, and that can be away. */
    private final class Shared implements RateLimitStore {
        private final Bucket4jStore buckets = Bucket4jStore.of(time);
        private int instances;
        private boolean away;
        private boolean logged;
        private @Nullable CompletableFuture<StoreAnswer> pending;

        /** Of 0 instances it cannot even say how it is doing. */
        void awayAmong(int number) {
            instances = number;
            away = true;
        }

        void back() {
            away = false;
        }

        @Override
        public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
            return pending != null ? pending : away ? unavailable() : buckets.decide(charges);
        }

        @Override
        public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
            return away ? unavailable() : buckets.settle(settlements);
        }

        @Override
        public boolean keepsTime() {
            return true;
        }

        @Override
        public StoreState state() {
            return new StoreState(!away, "planned", instances, 0, 0, 0);
        }

        private CompletionStage<StoreAnswer> unavailable() {
            return CompletableFuture.completedFuture(new StoreAnswer.Unavailable("planned", logged));
        }
    }
}
