/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.Verdict;
import dev.breakwater.config.RedisSettings;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ratelimit.CallerId;
import dev.breakwater.ratelimit.CallerKey;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.CountedRequests;
import dev.breakwater.ratelimit.RateLimitGuard;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.StoreAnswer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is in Redis, and what Redis is not asked. By the clock of Redis. */
final class BucketsInRedisTest {
    private static final CallerId EVERYBODY = CallerId.global();
    private static final CallerId ALICE = CallerId.of(CallerKey.USER, "alice");

    private static RedisProcess redis;
    private static LettuceLink link;

    private final RateLimitPolicy policy = policy("p", "5 per hour");
    private final ManualTime time = new ManualTime();
    private final RedisRateLimitStore store = new RedisRateLimitStore(link, settings(), time);
    private final RedisRateLimitStore other = new RedisRateLimitStore(link, settings(), time);

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
    class Keys {
        @Test
        void one_for_each_bucket_all_in_one_slot() {
            decide(store, new Charge(policy, EVERYBODY, 1), new Charge(policy("Q", "5 per hour"), ALICE, 1));

            assertThat(redis.command("DBSIZE")).isEqualTo(":2");
            assertThat(redis.command("EXISTS", "{b}:p:" + EVERYBODY.text())).isEqualTo(":1");
            assertThat(redis.command("EXISTS", "{b}:q:" + ALICE.text())).isEqualTo(":1");
        }

        @Test
        void are_small_and_gone_a_second_after_the_bucket_is_full() {
            decide(store, new Charge(policy, EVERYBODY, 1));

            assertThat(redis.command("STRLEN", key())).isEqualTo(":50");
            long untilGone = Long.parseLong(redis.command("PTTL", key()).substring(1));
            assertThat(untilGone).isBetween(720_000L - 20_000, 721_000L);
        }

        @Test
        void are_not_made_by_looks_and_not_written_by_refusals() {
            decide(store, new Charge(policy, EVERYBODY, 0));
            assertThat(redis.command("DBSIZE")).isEqualTo(":0");

            decide(store, new Charge(policy, EVERYBODY, 3));
            redis.command("CONFIG", "RESETSTAT");
            decide(store, new Charge(policy, EVERYBODY, 3));
            decide(store, new Charge(policy, EVERYBODY, 0));

            assertThat(redis.text("INFO", "commandstats"))
                    .contains("cmdstat_get")
                    .doesNotContain("cmdstat_set");
        }

        @Test
        void are_not_written_by_refusals_after_a_change_of_limits_either() {
            Charge now = new Charge(policy("p", "2 per minute"), EVERYBODY, 2);
            decide(store, new Charge(policy, EVERYBODY, 3));
            decide(store, now);
            decide(store, new Charge(policy("p", "2 per minute"), EVERYBODY, 0));
            redis.command("CONFIG", "RESETSTAT");

            assertThat(decide(other, now).allowed()).isFalse();
            decide(other, new Charge(policy("p", "2 per minute"), EVERYBODY, 0));

            assertThat(redis.text("INFO", "commandstats"))
                    .contains("cmdstat_get")
                    .doesNotContain("cmdstat_set");
            assertThat(decide(store, new Charge(policy, EVERYBODY, 2)).allowed())
                    .as("the older window is as it was")
                    .isTrue();
        }

        @Test
        void stay_as_they_are_where_they_may_not_be_read() {
            decide(store, new Charge(policy, EVERYBODY, 1));
            redis.command("ACL", "SETUSER", "blind", "on", ">secret", "~*", "&*", "+@all");
            String url = redis.url().replace("redis://", "redis://blind:secret@");
            LettuceLink blind = Links.awaitUp(Links.opening(url), Duration.ofSeconds(10));
            try {
                redis.command("ACL", "SETUSER", "blind", "-get");
                StoreAnswer answer = new RedisRateLimitStore(blind, settings(), TimeSource.system())
                        .decide(List.of(new Charge(policy, EVERYBODY, 1)))
                        .toCompletableFuture()
                        .join();
                assertThat(answer).isInstanceOf(StoreAnswer.Unavailable.class);
            } finally {
                blind.close();
            }
            assertThat(decide(store, new Charge(policy, EVERYBODY, 0))
                            .levels()
                            .get(0)
                            .remaining(0))
                    .isEqualTo(policy.capacity(0) - 1);
        }

        @Test
        void are_gone_at_once_when_everything_has_come_back() {
            Charge charge = new Charge(policy, EVERYBODY, 3);
            decide(store, charge);
            store.refund(List.of(charge)).toCompletableFuture().join();

            assertThat(redis.command("DBSIZE")).isEqualTo(":0");
        }

        @Test
        void that_hold_something_else_are_empty_buckets_and_fill_from_then_on() {
            RateLimitPolicy fast = policy("p", "1000 per second");
            for (String[] foreign : new String[][] {
                {"SET", key(), "nonsense"},
                {"LPUSH", key(), "nonsense"},
                written("-1/0", "0"),
                written("-1", "0"),
                written("0", "2.5")
            }) {
                redis.command("DEL", key());
                redis.command(foreign);
                assertThat(decide(store, new Charge(fast, EVERYBODY, 1_000)).allowed())
                        .isFalse();
                assertThat(redis.command("STRLEN", key())).isEqualTo(":50");
                time.advance(Duration.ofSeconds(20));
            }
        }

        @Test
        void are_flushed_into_one_more_capacity() {
            decide(store, new Charge(policy, EVERYBODY, 5));
            redis.command("FLUSHALL");
            redis.command("SCRIPT", "FLUSH");

            assertThat(decide(store, new Charge(policy, EVERYBODY, 4)).allowed())
                    .isTrue();
            assertThat(decide(store, new Charge(policy, EVERYBODY, 2)).allowed())
                    .isFalse();
        }

        // As a bucket is, but for the time and the tokens.
        private String[] written(String time, String tokens) {
            String script = "return redis.call('SET', KEYS[1], struct.pack('>BBdddddd', 1, 1, " + time
                    + ", 1000, 1000000, 1000, " + tokens + ", 0))";
            return new String[] {"EVAL", script, "1", key()};
        }

        private String key() {
            return "{b}:p:" + EVERYBODY.text();
        }
    }

    @Nested
    class OtherLimits {
        // What was never taken from an empty window must not come back to it.
        @Test
        void gain_nothing_by_what_is_given_back_to_newer_ones() {
            RateLimitPolicy old = policy("p", "10 per hour");
            Charge fresh = new Charge(policy("p", "5 per 10 seconds"), EVERYBODY, 1);
            decide(store, new Charge(old, EVERYBODY, 10));
            long admitted = 0;
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 5; i++) {
                    decide(store, fresh);
                }
                store.refund(Collections.nCopies(5, fresh))
                        .toCompletableFuture()
                        .join();
                time.advance(Duration.ofSeconds(10));
                for (int i = 0; i < 5; i++) {
                    admitted += decide(store, new Charge(old, EVERYBODY, 1)).allowed() ? 1 : 0;
                }
            }
            assertThat(admitted).isLessThanOrEqualTo(1);
        }
    }

    @Nested
    class Known {
        private final Charge charge = new Charge(policy, EVERYBODY, 3);
        private final Charge all = new Charge(policy, EVERYBODY, 5);
        private final Charge one = new Charge(policy, EVERYBODY, 1);

        @Test
        void refusals_are_said_again_without_asking_redis_and_with_what_is_left_to_wait() {
            decide(store, all);
            long first = decide(store, one).levels().get(0).nanosToWait();
            time.advance(Duration.ofSeconds(4));

            assertThat(decide(store, one).levels().get(0).nanosToWait())
                    .isEqualTo(first - Duration.ofSeconds(4).toNanos());
            assertThat(store.state().known()).isEqualTo(1);
            assertThat(store.state().questions()).isEqualTo(2);
            assertThat(decide(store, new Charge(policy, ALICE, 1)).allowed()).isTrue();
        }

        @Test
        void refusals_are_forgotten_after_ten_seconds() {
            decide(store, all);
            decide(store, one);
            other.refund(List.of(one)).toCompletableFuture().join();

            time.advance(KnownDenials.LONGEST.minusNanos(1));
            assertThat(decide(store, one).allowed()).isFalse();
            time.advanceNanos(1);
            assertThat(decide(store, one).allowed()).isTrue();
        }

        @Test
        void refusals_of_more_than_a_token_are_known_for_a_second_since_cheaper_ones_may_pass() {
            decide(store, charge);
            decide(store, charge);
            decide(store, new Charge(policy, EVERYBODY, 1));

            time.advance(KnownDenials.COSTLY);

            assertThat(decide(store, charge).levels().get(0).remaining(0)).isEqualTo(1);
        }

        @Test
        void refusals_are_said_again_only_while_redis_is_there() {
            LettuceLink own = Links.awaitUp(Links.opening(settings()), Duration.ofSeconds(10));
            RedisRateLimitStore leaving = new RedisRateLimitStore(own, settings(), time);
            decide(leaving, all);
            decide(leaving, one);
            decide(leaving, one);
            assertThat(leaving.state().known()).isEqualTo(1);

            own.close();

            assertThat(leaving.decide(List.of(one)).toCompletableFuture().join())
                    .isInstanceOf(StoreAnswer.Unavailable.class);
        }

        @Test
        void refusals_are_forgotten_when_something_comes_back() {
            decide(store, charge);
            decide(store, charge);
            store.refund(List.of(charge)).toCompletableFuture().join();

            assertThat(decide(store, charge).allowed()).isTrue();
        }

        @Test
        void refusals_are_never_kept_of_policies_that_count_failures() {
            RateLimitPolicy failures = RateLimitPolicy.builder("f")
                    .limits("5 per hour")
                    .count(CountedRequests.FAILURES)
                    .build();
            for (int i = 0; i < 3; i++) {
                decide(store, new Charge(failures, EVERYBODY, 3));
            }

            assertThat(store.state().known()).isZero();
        }
    }

    @Test
    void a_request_whose_user_is_final_is_one_question_and_one_bucket() {
        RateLimitGuard guard = RateLimitGuard.builder()
                .time(time)
                .store(store)
                .policies(RateLimitPolicy.builder("p")
                        .limits("5 per hour")
                        .key("user", "ip")
                        .build())
                .build();
        TestExchange exchange = TestExchange.request("GET", "/").userFinal().build();

        settled(guard.inspect(exchange));
        settled(guard.inspectIdentified(exchange));

        assertThat(store.state().questions()).isEqualTo(1);
        assertThat(redis.command("DBSIZE")).isEqualTo(":1");
    }

    private static void settled(Verdict verdict) {
        Verdict known = verdict instanceof Verdict.Pending pending
                ? pending.verdict().toCompletableFuture().join()
                : verdict;
        assertThat(known).isInstanceOf(Verdict.Proceed.class);
    }

    @Test
    void two_charges_for_one_bucket_are_a_mistake() {
        assertThatThrownBy(() -> store.decide(List.of(new Charge(policy, ALICE, 1), new Charge(policy, ALICE, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two for one bucket");
    }

    private static StoreAnswer.Decided decide(RedisRateLimitStore store, Charge... charges) {
        return (StoreAnswer.Decided)
                store.decide(List.of(charges)).toCompletableFuture().join();
    }

    private static RateLimitPolicy policy(String name, String limits) {
        return RateLimitPolicy.builder(name).limits(limits).build();
    }

    private static RedisSettings settings() {
        return new RedisSettings(redis.url(), Duration.ofSeconds(5), "b", false, false, 1);
    }
}
