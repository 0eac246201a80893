/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ratelimit.CallerId;
import dev.breakwater.ratelimit.CallerKey;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.StoreAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys in many slots of a cluster, which refuses scripts that touch more than one. */
final class SpreadBucketsTest {
    private static RedisProcess node;
    private static LettuceLink link;
    private static RedisSettings settings;

    private final RateLimitPolicy each = policy("each", "5 per hour");
    private final RateLimitPolicy minute = policy("minute", "50 per hour");
    private final RateLimitPolicy all = policy("all", "20 per hour");
    private final RedisRateLimitStore store = new RedisRateLimitStore(link, settings, TimeSource.system());

    @BeforeAll
    static void start() {
        node = RedisProcess.started("--cluster-enabled", "yes");
        List<String> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
        for (int i = 0; i < 16_384; i++) {
            slots.add(String.valueOf(i));
        }
        assertThat(node.command(slots.toArray(String[]::new))).isEqualTo("+OK");
        await().until(() -> node.text("CLUSTER", "INFO").contains("cluster_state:ok"));
        settings = new RedisSettings(node.url(), Duration.ofSeconds(5), "spread", true, true, 1);
        link = Links.awaitUp(Links.opening(settings), Duration.ofSeconds(10));
    }

    @AfterAll
    static void stop() {
        link.close();
        node.close();
    }

    @Test
    void charges_of_several_slots_are_taken_together_or_given_back() {
        node.command("FLUSHALL");
        for (int user = 0; user < 6; user++) {
            for (int i = 0; i < 5; i++) {
                decide(charges("u" + user));
            }
        }

        // Four users used up what there is for all, five each; what the others took of their own came back.
        assertThat(left(all, CallerId.global())).isZero();
        assertThat(left(each, user("u3"))).isZero();
        assertThat(left(each, user("u4"))).isEqualTo(5);
        assertThat(left(minute, user("u4"))).isEqualTo(50);
        assertThat(node.command("EXISTS", "{spread:" + user("u3").text() + "}:each"))
                .isEqualTo(":1");
    }

    @Test
    void levels_are_in_the_order_of_the_charges_and_only_what_refuses_is_in_the_way() {
        node.command("FLUSHALL");
        List<Charge> charges = charges("bob");
        for (int i = 4; i >= 0; i--) {
            StoreAnswer.Decided taken = decide(charges);
            assertThat(taken.levels().get(0).remaining(0)).isEqualTo(i);
            assertThat(taken.levels().get(1).remaining(0)).isEqualTo(15 + i);
            assertThat(taken.levels().get(2).remaining(0)).isEqualTo(45 + i);
        }

        StoreAnswer.Decided refused = decide(charges);

        assertThat(refused.allowed()).isFalse();
        assertThat(refused.levels().get(0).nanosToWait()).isPositive();
        assertThat(refused.levels().get(1).nanosToWait()).isZero();
        assertThat(refused.levels().get(1).remaining(0)).isEqualTo(15);
        assertThat(refused.levels().get(2).remaining(0)).isEqualTo(45);
    }

    @Test
    void a_refusal_by_several_slots_is_asked_for_anew_each_time() {
        node.command("FLUSHALL");
        List<Charge> charges = charges("dave");
        for (int i = 0; i < 8; i++) {
            decide(charges);
        }

        assertThat(store.state().known()).isZero();
    }

    @Test
    void never_too_many_are_admitted_at_once() {
        node.command("FLUSHALL");
        List<CompletableFuture<StoreAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(store.decide(charges("v" + i % 10)).toCompletableFuture());
        }

        long admitted = answers.stream()
                .filter(answer -> ((StoreAnswer.Decided) answer.join()).allowed())
                .count();
        assertThat(admitted).isBetween(1L, 20L);
        assertThat(left(all, CallerId.global())).isEqualTo(20 - admitted);
    }

    @Test
    void what_comes_back_comes_back_to_every_slot() {
        node.command("FLUSHALL");
        List<Charge> charges = charges("carol");
        decide(charges);

        store.refund(charges).toCompletableFuture().join();

        assertThat(node.command("DBSIZE")).isEqualTo(":0");
    }

    // The two of the user are apart, and in one slot.
    private List<Charge> charges(String name) {
        return List.of(
                new Charge(each, user(name), 1),
                new Charge(all, CallerId.global(), 1),
                new Charge(minute, user(name), 1));
    }

    private static CallerId user(String name) {
        return CallerId.of(CallerKey.USER, name);
    }

    private long left(RateLimitPolicy policy, CallerId caller) {
        return decide(List.of(new Charge(policy, caller, 0))).levels().get(0).remaining(0);
    }

    private StoreAnswer.Decided decide(List<Charge> charges) {
        return (StoreAnswer.Decided) store.decide(charges).toCompletableFuture().join();
    }

    private static RateLimitPolicy policy(String name, String limits) {
        return RateLimitPolicy.builder(name).limits(limits).build();
    }
}
