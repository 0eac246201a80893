/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.exchange.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two processes, wall clocks ten seconds apart, and one Redis. A thousand threads ask for ten cents each, of five dollars,
 * while somebody looks all the time.
 */
@Timeout(300)
final class BudgetFleetTest {
    private static RedisProcess redis;
    private static LettuceLink link;
    private static RedisBudgetStore store;
    private static Fleet fleet;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisProcess.started();
        RedisSettings settings = new RedisSettings(redis.url(), Duration.ofSeconds(10), "test", false, false, 1);
        link = Links.awaitUp(Links.opening(settings), Duration.ofSeconds(10));
        store = new RedisBudgetStore(link, settings, TimeSource.system());
        fleet = new Fleet(BudgetNode.class, redis, "test", 5, -5);
    }

    @AfterAll
    static void stop() {
        fleet.close();
        store.close();
        link.close();
        redis.close();
    }

    @Test
    void spend_all_there_is_and_not_a_nano_more() {
        rounds(3);
    }

    @Test
    @Tag("heavy")
    void spend_all_there_is_and_not_a_nano_more_a_hundred_times() {
        rounds(100);
    }

    @Test
    @Tag("heavy")
    void one_that_is_killed_spends_what_it_held_once_the_lease_is_over() throws IOException {
        try (Fleet doomed = new Fleet(BudgetNode.class, redis, "test", 0, 0)) {
            // Calls of ten seconds, so that none of the first process is ever settled.
            doomed.node(0).tell("spend killed 20 2 10000");
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> doomed.node(0).admitted() >= 5);
            doomed.node(1).tell("spend killed 500 60 20");
            doomed.node(0).kill();

            assertThat(doomed.node(1).answer()).endsWith(" 0");
            await().until(() -> look("killed").held() == 0);
            assertThat(look("killed").committed()).isEqualTo(BudgetNode.BUDGET.limit());
        }
    }

    private static void rounds(int rounds) {
        for (int i = 0; i < rounds; i++) {
            String key = "of-" + rounds + "-" + i;
            CompletableFuture<List<String>> race =
                    CompletableFuture.supplyAsync(() -> fleet.all("spend " + key + " 500 60 1"));
            int samples = 0;
            do {
                assertThat(look(key).left()).isNotNegative();
                samples++;
            } while (!race.isDone());

            List<String[]> answers =
                    race.join().stream().map(answer -> answer.split(" ")).toList();
            assertThat(answers).allSatisfy(answer -> assertThat(answer[1]).isEqualTo("0"));
            assertThat(answers.stream()
                            .mapToInt(answer -> Integer.parseInt(answer[0]))
                            .sum())
                    .isEqualTo(50);
            assertThat(look(key).committed()).isEqualTo(BudgetNode.BUDGET.limit());
            assertThat(look(key).held()).isZero();
            assertThat(samples).isPositive();
        }
    }

    private static BudgetLevel look(String key) {
        Claim claim = new Claim(BudgetNode.BUDGET, key, 0, 0);
        return store.levels(List.of(claim)).toCompletableFuture().join().get(0);
    }
}
