/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetKey;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.BudgetWindows;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.budget.HoldAnswer;
import dev.breakwater.cost.budget.HoldRequest;
import dev.breakwater.cost.budget.Period;
import dev.breakwater.cost.budget.SettleAnswer;
import dev.breakwater.cost.budget.SettleAnswer.Result;
import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is particular about budgets in Redis: what is written there, whose clock counts, and what is too much. */
final class BudgetsInRedisTest {
    private static final long DOLLAR = 1_000_000_000L;
    private static final long DAY_MICROS = Duration.ofDays(1).toMillis() * 1_000;

    private static RedisProcess redis;
    private static LettuceLink link;

    private final RedisBudgetStore store = new RedisBudgetStore(link, settings(), TimeSource.system());
    private final Budget daily = Budget.named("daily").limit("5.00 USD").build();
    private final Budget perUser =
            Budget.named("per-user").key(BudgetKey.USER).limit("1000 tokens").build();
    private final Budget lastHour =
            Budget.named("last-hour").limit("5.00 USD").rolling(Period.HOUR).build();

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
        link = Links.awaitUp(Links.opening(settings()), Duration.ofSeconds(10));
    }

    @AfterAll
    static void stop() {
        link.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.command("FLUSHALL");
    }

    @Nested
    class WhatIsAsked {
        @Test
        void is_one_command_whatever_the_number_of_budgets() {
            Claim[] claims = {claim(daily, DOLLAR), claim(perUser, 10), claim(lastHour, DOLLAR)};
            store.levels(List.of(claims)).toCompletableFuture().join();
            long before = scripts();

            Hold hold = held(claims);
            settle(hold, DOLLAR, 10, DOLLAR);
            charge("c", claims);
            store.levels(List.of(claims)).toCompletableFuture().join();

            assertThat(scripts() - before).isEqualTo(4);
        }

        @Test
        void is_said_again_to_a_server_that_has_forgotten_the_script() {
            held(claim(daily, DOLLAR));
            redis.command("SCRIPT", "FLUSH");

            held(claim(daily, DOLLAR));

            assertThat(level(daily).held()).isEqualTo(2 * DOLLAR);
        }
    }

    @Nested
    class WhatIsWritten {
        @Test
        void is_nothing_by_looks_refusals_and_settlements_of_what_nobody_holds() {
            Hold hold = held(claim(daily, 5 * DOLLAR));
            settle(hold, 5 * DOLLAR);
            String before = written();

            assertThat(hold(claim(daily, 1), claim(perUser, 1))).isInstanceOf(HoldAnswer.Exhausted.class);
            assertThat(settle(hold, 0)).isEqualTo(Result.ALREADY);
            level(perUser);

            assertThat(written()).isEqualTo(before);
        }

        @Test
        void is_two_keys_while_something_is_held_and_one_afterwards_which_all_expire() {
            Hold hold = held(claim(daily, DOLLAR));
            List<String> keys = keys();
            assertThat(keys)
                    .hasSize(2)
                    .allSatisfy(key -> assertThat(millisLeft(key))
                            .isBetween(
                                    Duration.ofDays(1).toMillis(),
                                    Duration.ofDays(2).plusMinutes(20).toMillis()));
            String name = "{in-redis}:budget:" + daily.identity() + "|"
                    + hold.parts().get(0).window() + "|*";
            assertThat(keys).containsExactlyInAnyOrder(name, name + ":due");

            settle(hold, DOLLAR / 2);

            assertThat(keys()).containsExactly(name);
            assertThat(redis.text("HGET", name, "s0")).isEqualTo("0 500000000 0 0");
            assertThat(redis.command("HLEN", name)).isEqualTo(":1");
        }

        @Test
        void of_a_rolling_budget_is_one_key_for_as_long_as_it_counts() {
            settle(held(claim(lastHour, DOLLAR)), DOLLAR);

            assertThat(keys()).containsExactly("{in-redis}:budget:last-hour|global|usd|rolling-hour|*");
            assertThat(millisLeft(keys().get(0)))
                    .isBetween(
                            Duration.ofMinutes(61).toMillis(),
                            Duration.ofMinutes(150).toMillis());
        }

        @Test
        void hides_keys_that_are_long_or_cannot_be_read() {
            for (String key : List.of("a b", "é", "x".repeat(101), "#x")) {
                redis.command("FLUSHALL");
                held(new Claim(perUser, key, 1, 0));
                assertThat(keys()).allMatch(name -> name.matches(".*\\|#[0-9a-f]{32}(:due)?"));
            }
        }

        @Test
        void by_somebody_else_in_the_same_place_makes_it_unavailable() {
            settle(held(claim(daily, DOLLAR)), DOLLAR);
            String key = keys().get(0);
            redis.command("SET", key, "something else");

            assertThat(hold(claim(daily, 1))).isInstanceOf(HoldAnswer.Unavailable.class);
            assertThat(link.away()).isNull();
        }
    }

    @Nested
    class Clocks {
        @Test
        void of_an_instance_that_is_wrong_by_years_costs_one_question() {
            RedisBudgetStore wrong = new RedisBudgetStore(link, settings(), new TimeSource() {
                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }

                @Override
                public Instant now() {
                    return Instant.parse("2001-01-01T00:00:00Z");
                }
            });
            level(daily);
            long before = scripts();

            Hold hold = held(wrong, claim(daily, DOLLAR));
            assertThat(scripts() - before).isEqualTo(2);
            held(wrong, claim(daily, DOLLAR));
            assertThat(scripts() - before).isEqualTo(3);

            assertThat(hold.parts().get(0).window())
                    .isEqualTo(BudgetWindows.windowAt(daily, serverTime()).start());
            assertThat(level(daily).held()).isEqualTo(2 * DOLLAR);
        }

        @Test
        void at_a_boundary_are_those_of_redis() {
            long midnight = 20_000 * DAY_MICROS;
            // Asked for in the last microsecond of a day; Redis comes to it in the first one of the next.
            RedisBudgetStore late = store(times(midnight - 1, midnight));
            assertThat(held(late, claim(daily, DOLLAR)).parts().get(0).window()).isEqualTo(midnight / 1_000_000);

            RedisBudgetStore early = store(times(midnight, midnight - 1));
            assertThat(held(early, claim(daily, DOLLAR)).parts().get(0).window())
                    .isEqualTo(midnight / 1_000_000 - 86_400);

            assertThat(charge(store(times(midnight - 1, midnight)), "at-midnight", claim(daily, DOLLAR)))
                    .isEqualTo(Result.SETTLED);
            BudgetLevel level =
                    levels(store(times(midnight - 1, midnight)), daily).get(0);
            assertThat(level.committed()).isEqualTo(DOLLAR);
            assertThat(level.held()).isEqualTo(DOLLAR);
        }

        @Test
        void that_never_stand_still_long_enough_make_it_unavailable() {
            long[] micros = {DAY_MICROS};
            RedisBudgetStore store = store(() -> micros[0] += DAY_MICROS);

            assertThat(hold(store, claim(daily, DOLLAR)))
                    .isEqualTo(new HoldAnswer.Unavailable("its clock moved on by a window each time it was asked"));
            assertThat(keys()).isEmpty();
        }

        private LongSupplier times(long first, long others) {
            Iterator<Long> once = List.of(first).iterator();
            return () -> once.hasNext() ? once.next() : others;
        }

        private RedisBudgetStore store(LongSupplier micros) {
            return new RedisBudgetStore(link, settings(), TimeSource.system(), micros);
        }

        private Instant serverTime() {
            return TimeSource.system().now();
        }
    }

    @Nested
    class Amounts {
        @Test
        void stop_where_numbers_are_not_exact_any_more_and_are_too_much_for_any_limit() {
            Budget shadow = Budget.named("daily")
                    .limit("5.00 USD")
                    .mode(dev.breakwater.policy.Mode.SHADOW)
                    .build();
            for (int i = 0; i < 3; i++) {
                HoldRequest request = new HoldRequest(
                        id(),
                        List.of(new Claim(shadow, "*", Long.MAX_VALUE, Long.MAX_VALUE)),
                        Long.MAX_VALUE,
                        0,
                        Duration.ofMinutes(1));
                Hold hold = ((HoldAnswer.Held) join(store.hold(request))).hold();
                assertThat(hold.parts().get(0).amount()).isEqualTo(BudgetTalk.MOST);
                assertThat(settle(hold, Long.MAX_VALUE)).isEqualTo(Result.SETTLED);
            }

            assertThat(level(daily).committed()).isEqualTo(BudgetTalk.MOST);
            assertThat(level(daily).held()).isZero();
            assertThat(hold(claim(daily, 1))).isInstanceOf(HoldAnswer.Exhausted.class);
        }

        @Test
        void are_exact_to_the_last_one_of_the_largest_limit() {
            Budget largest =
                    Budget.named("largest").nanoUsd(9_000_000_000_000_000L).build();
            held(claim(largest, 8_999_999_999_999_999L));

            assertThat(hold(claim(largest, 2))).isInstanceOf(HoldAnswer.Exhausted.class);
            Hold hold = ((HoldAnswer.Held) join(store.hold(new HoldRequest(
                            id(), List.of(new Claim(largest, "*", 0, 1)), 1_000, 1, Duration.ofMinutes(1)))))
                    .hold();
            assertThat(hold.tokens()).isEqualTo(1);
            assertThat(level(largest).left()).isZero();
        }
    }

    @Nested
    class ManyLeases {
        private long micros = 20_000 * DAY_MICROS;
        private final RedisBudgetStore store =
                new RedisBudgetStore(link, settings(), TimeSource.system(), () -> micros);

        @Test
        void that_end_at_once_are_counted_a_few_at_a_time_and_change_nothing_of_what_is_left() {
            for (int i = 0; i < 100; i++) {
                held(store, claim(daily, 1_000));
            }
            micros += Duration.ofMinutes(2).toMillis() * 1_000;

            BudgetLevel first = levels(store, daily).get(0);
            assertThat(first.committed()).isEqualTo(32_000);
            assertThat(first.held()).isEqualTo(68_000);
            for (int i = 0; i < 4; i++) {
                held(store, claim(daily, 0));
            }
            BudgetLevel last = levels(store, daily).get(0);
            assertThat(last.committed()).isEqualTo(100_000);
            assertThat(last.held()).isZero();
        }
    }

    @Nested
    class Instances {
        private final RedisBudgetStore other = new RedisBudgetStore(link, settings(), TimeSource.system());

        @Test
        void settle_what_others_hold_once() {
            Hold hold = held(claim(daily, DOLLAR), claim(lastHour, DOLLAR));

            assertThat(join(other.settle(hold, new long[] {7, 8})).result()).isEqualTo(Result.SETTLED);
            assertThat(settle(hold, 0, 0)).isEqualTo(Result.ALREADY);
            assertThat(level(daily).committed()).isEqualTo(7);
            assertThat(level(lastHour).committed()).isEqualTo(8);
        }

        @Test
        void tell_of_each_threshold_once_among_them() {
            Hold first = held(claim(daily, 3 * DOLLAR));
            Hold second = held(claim(daily, 2 * DOLLAR));

            SettleAnswer one = join(store.settle(first, new long[] {3 * DOLLAR}));
            SettleAnswer two = join(other.settle(second, new long[] {2 * DOLLAR}));

            assertThat(one.crossings())
                    .extracting(SettleAnswer.Crossing::percent)
                    .containsExactly(50);
            assertThat(two.crossings())
                    .extracting(SettleAnswer.Crossing::percent)
                    .containsExactly(80, 100);
        }

        @Test
        void of_other_prefixes_share_nothing() {
            RedisSettings settings = new RedisSettings(redis.url(), Duration.ofSeconds(10), "else", false, false, 1);
            RedisBudgetStore stranger = new RedisBudgetStore(link, settings, TimeSource.system());
            held(claim(daily, 5 * DOLLAR));

            held(stranger, claim(daily, 5 * DOLLAR));
        }
    }

    private Claim claim(Budget budget, long amount) {
        return new Claim(budget, "*", amount, 0);
    }

    private HoldAnswer hold(Claim... claims) {
        return hold(store, claims);
    }

    private static HoldAnswer hold(RedisBudgetStore store, Claim... claims) {
        return join(store.hold(new HoldRequest(id(), List.of(claims), 0, 0, Duration.ofMinutes(1))));
    }

    private Hold held(Claim... claims) {
        return held(store, claims);
    }

    private static Hold held(RedisBudgetStore store, Claim... claims) {
        HoldAnswer answer = hold(store, claims);
        assertThat(answer).isInstanceOf(HoldAnswer.Held.class);
        return ((HoldAnswer.Held) answer).hold();
    }

    private Result settle(Hold hold, long... spent) {
        return join(store.settle(hold, spent)).result();
    }

    private Result charge(String id, Claim... claims) {
        return charge(store, id, claims);
    }

    private static Result charge(RedisBudgetStore store, String id, Claim... claims) {
        return join(store.charge(id, List.of(claims))).result();
    }

    private BudgetLevel level(Budget budget) {
        return levels(store, budget).get(0);
    }

    private static List<BudgetLevel> levels(RedisBudgetStore store, Budget budget) {
        return join(store.levels(List.of(new Claim(budget, "*", 0, 0))));
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    // The link says every two seconds that it is there, with the only script that counts a set.
    private static long scripts() {
        String stats = redis.text("INFO", "commandstats");
        return calls(stats, "cmdstat_evalsha:calls=")
                + calls(stats, "cmdstat_eval:calls=")
                - calls(stats, "cmdstat_zcard:calls=");
    }

    private static long calls(String stats, String name) {
        int from = stats.indexOf(name);
        if (from < 0) {
            return 0;
        }
        int end = stats.indexOf(',', from);
        return Long.parseLong(stats.substring(from + name.length(), end));
    }

    // All that is there, but for what the link writes.
    private static List<String> keys() {
        List<String> names = new ArrayList<>();
        String all = redis.text("EVAL", "return table.concat(redis.call('KEYS', '*'), '\\n')", "0");
        for (String name : all.split("\n")) {
            if (name.contains("}:budget:") || name.contains("}:charge:")) {
                names.add(name);
            }
        }
        return names;
    }

    private static String written() {
        StringBuilder all = new StringBuilder();
        for (String key : keys().stream().sorted().toList()) {
            all.append(key).append(' ').append(redis.text("DUMP", key)).append('\n');
        }
        return all.toString();
    }

    private static long millisLeft(String key) {
        return Long.parseLong(redis.command("PTTL", key).substring(1));
    }

    private static RedisSettings settings() {
        return new RedisSettings(redis.url(), Duration.ofSeconds(10), "in-redis", false, false, 1);
    }
}
