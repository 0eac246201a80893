/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.contract.ExactRateLimitStoreContract;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.budget.HoldAnswer;
import dev.breakwater.cost.budget.HoldRequest;
import dev.breakwater.cost.budget.Period;
import dev.breakwater.cost.budget.SettleAnswer;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ratelimit.RateLimitStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All that a store and its link do, by a user with the rights that {@code docs/redis.md} names and no others. */
@Tag("heavy")
final class RightsTest extends ExactRateLimitStoreContract {
    private static RedisProcess redis;
    private static LettuceLink link;

    private final long origin = time.nanoTime();
    private final RateLimitStore store = new RedisRateLimitStore(link, settings(), time, this::micros);

    @BeforeAll
    static void start() throws IOException {
        redis = RedisProcess.of(RedisProcess.hasDebian() ? RedisProcess.debian() : RedisProcess.embedded())
                .start();
        assertThat(redis.command(documented())).isEqualTo("+OK");
        link = Links.awaitUp(Links.opening(settings()), Duration.ofSeconds(10));
    }

    @AfterAll
    static void stop() {
        link.close();
        assertThat(redis.command("EXISTS", "{breakwater:orders}:instances")).isEqualTo(":0");
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.command("FLUSHALL");
    }

    @Test
    void reach_no_other_services_keys() throws Exception {
        RedisSettings other = new RedisSettings(url(), Duration.ofMillis(50), "breakwater:else", false, false, 1);
        try (LettuceLink foreign = Links.opening(other)) {
            await().until(() -> String.valueOf(foreign.away()).contains("NOPERM"));
        }
    }

    @Test
    void are_enough_for_budgets() {
        RedisBudgetStore budgets = new RedisBudgetStore(link, settings(), TimeSource.system());
        List<Claim> claims = List.of(
                new Claim(Budget.named("daily").build(), "*", 7, 0),
                new Claim(Budget.named("last").rolling(Period.MINUTE).build(), "*", 7, 0));

        HoldAnswer answer = budgets.hold(new HoldRequest("h", claims, 0, 0, Duration.ofMinutes(1)))
                .toCompletableFuture()
                .join();
        Hold hold = ((HoldAnswer.Held) answer).hold();
        assertThat(budgets.settle(hold, new long[] {7, 7})
                        .toCompletableFuture()
                        .join()
                        .result())
                .isEqualTo(SettleAnswer.Result.SETTLED);
        assertThat(budgets.charge("c", claims).toCompletableFuture().join().result())
                .isEqualTo(SettleAnswer.Result.SETTLED);
        assertThat(budgets.levels(claims).toCompletableFuture().join()).allMatch(level -> level.committed() == 14);
    }

    @Test
    void are_enough_for_answers() {
        try (LettuceLink aside = Links.awaitUp(link.forAnswers(), Duration.ofSeconds(5))) {
            areEnoughForAnswers(new RedisAnswerStore(() -> aside, settings(), TimeSource.system()));
        }
    }

    private static void areEnoughForAnswers(RedisAnswerStore answers) {

        assertThat(answers.put("prices", "sku", "text-1", new byte[] {42}, Duration.ofMinutes(1))
                        .toCompletableFuture()
                        .join())
                .isTrue();
        assertThat(answers.find("prices", "sku", "text-1").toCompletableFuture().join())
                .hasValueSatisfying(found -> assertThat(found.answer()).containsExactly(42));
        assertThat(answers.remove("prices", "sku").toCompletableFuture().join()).isTrue();
    }

    // Never 0, which would be the time of Redis.
    private long micros() {
        return 1 + (time.nanoTime() - origin) / 1_000;
    }

    @Override
    protected RateLimitStore store() {
        return store;
    }

    private static String[] documented() throws IOException {
        String page = Files.readString(Path.of("../docs/redis.md"));
        int from = page.indexOf("ACL SETUSER");
        return page.substring(from, page.indexOf("```", from))
                .replace("\\", "")
                .strip()
                .split("\\s+");
    }

    private static RedisSettings settings() {
        return new RedisSettings(url(), Duration.ofSeconds(5), "breakwater:orders", false, false, 1);
    }

    private static String url() {
        return "redis://breakwater:PASSWORD@127.0.0.1:" + redis.port();
    }
}
