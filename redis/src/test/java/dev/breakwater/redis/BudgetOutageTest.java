/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.Budget.OnStoreFailure;
import dev.breakwater.cost.budget.BudgetExceededException;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.BudgetUnavailableException;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.budget.HoldAnswer;
import dev.breakwater.cost.budget.HoldRequest;
import dev.breakwater.cost.budget.Period;
import dev.breakwater.cost.budget.Reservation;
import dev.breakwater.cost.budget.SettleAnswer.Result;
import dev.breakwater.cost.budget.SpendCeiling;
import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of budgets when Redis goes away and comes back. */
final class BudgetOutageTest {
    private static final long DOLLAR = 1_000_000_000L;

    private final Budget daily = Budget.named("daily").limit("5.00 USD").build();
    private final Budget lastHour =
            Budget.named("last-hour").limit("5.00 USD").rolling(Period.HOUR).build();
    private RedisProcess redis;
    private LettuceLink link;
    private RedisBudgetStore store;

    @BeforeEach
    void start() {
        redis = RedisProcess.started();
        link = Links.open(redis.url());
        store = new RedisBudgetStore(link, Links.settings(redis.url()), TimeSource.system());
    }

    @AfterEach
    void stop() {
        store.close();
        link.close();
        redis.close();
    }

    @Test
    void one_that_is_killed_says_so_at_once_and_keeps_what_is_to_be_told() {
        Hold hold = held(DOLLAR);
        redis.kill();
        Links.awaitAway(link);

        long began = System.nanoTime();
        assertThat(hold(DOLLAR)).isInstanceOf(HoldAnswer.Unavailable.class);
        assertThat(join(store.settle(hold, new long[] {1, 1})).result()).isEqualTo(Result.UNAVAILABLE);
        assertThat(join(store.charge("c", claims(7))).result()).isEqualTo(Result.UNAVAILABLE);
        assertThat(store.levels(claims(0)).toCompletableFuture()).isCompletedExceptionally();
        assertThat(System.nanoTime() - began).isLessThan(Duration.ofMillis(200).toNanos());
        assertThat(store.untold()).isEqualTo(2);

        redis.start();
        awaitTold();
        // It has lost its data: what nobody holds any more is no hold of anybody's, and what was charged counts.
        assertThat(level().committed()).isEqualTo(7);
        assertThat(level().held()).isZero();
    }

    @Test
    void one_that_stands_still_is_told_afterwards_what_was_spent_and_gets_nothing_twice() {
        Hold settled = held(DOLLAR);
        redis.pause();
        List<CompletionStage<HoldAnswer>> lost = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            lost.add(store.hold(request(DOLLAR / 10)));
        }
        CompletionStage<?> charged = store.charge("c", claims(7));

        assertThat(lost).allSatisfy(answer -> assertThat(join(answer)).isInstanceOf(HoldAnswer.Unavailable.class));
        join(charged);
        assertThat(join(store.settle(settled, new long[] {DOLLAR / 2, DOLLAR / 2}))
                        .result())
                .isEqualTo(Result.UNAVAILABLE);
        redis.resume();
        awaitTold();

        assertThat(level().held()).isZero();
        assertThat(level().committed()).isEqualTo(DOLLAR / 2 + 7);
        assertThat(join(store.settle(settled, new long[] {0, 0})).result()).isEqualTo(Result.ALREADY);
        assertThat(join(store.charge("c", claims(7))).result()).isEqualTo(Result.ALREADY);
    }

    @Test
    void answers_that_are_lost_on_the_way_are_given_back() throws Exception {
        try (SlowProxy proxy = SlowProxy.before(redis.port());
                LettuceLink slow = Links.open(proxy.url())) {
            RedisBudgetStore behind = new RedisBudgetStore(slow, Links.settings(proxy.url()), TimeSource.system());
            // Only what comes back is late, so it is held.
            proxy.delayMillis(200);
            assertThat(join(behind.hold(request(DOLLAR)))).isInstanceOf(HoldAnswer.Unavailable.class);
            CompletionStage<?> charged = behind.charge("c", claims(7));
            join(charged);
            proxy.delayMillis(0);

            await().atMost(Duration.ofSeconds(5)).until(() -> behind.untold() == 0);
            assertThat(level().held()).isZero();
            assertThat(level().committed()).isEqualTo(7);
            behind.close();
        }
    }

    @Test
    void one_that_is_full_does_nothing_by_halves() {
        Hold hold = held(DOLLAR);
        redis.command("CONFIG", "SET", "maxmemory", "1");

        assertThat(hold(DOLLAR)).isInstanceOf(HoldAnswer.Unavailable.class);
        join(store.charge("c", claims(7)));
        join(store.settle(hold, new long[] {1, 2}));
        redis.command("CONFIG", "SET", "maxmemory", "0");
        awaitTold();

        List<BudgetLevel> levels = join(store.levels(claims(0)));
        assertThat(levels).extracting(BudgetLevel::held).containsExactly(0L, 0L);
        assertThat(levels).extracting(BudgetLevel::committed).containsExactly(8L, 9L);
    }

    @Test
    void what_it_cannot_be_told_is_bounded_and_said_once_it_is_given_up() {
        redis.kill();
        Links.awaitAway(link);
        try (LogTrap log = LogTrap.of(RedisState.class)) {
            for (int i = 0; i < Backlog.MOST + 5; i++) {
                join(store.charge("c" + i, claims(7)));
            }
            assertThat(store.untold()).isEqualTo(Backlog.MOST);

            store.close();

            assertThat(log.lines()).anyMatch(line -> line.contains(Backlog.MOST + 5 + " settlements of budgets"));
        }
    }

    @Test
    void each_budget_decides_what_becomes_of_calls_meanwhile_and_what_they_spend_is_counted_once_it_is_back() {
        RedisSettings settings = new RedisSettings(redis.url(), Duration.ofMillis(50), "two", false, false, 2);
        try (LettuceLink two = Links.awaitUp(Links.opening(settings), Duration.ofSeconds(10))) {
            RedisBudgetStore shared = new RedisBudgetStore(two, settings, TimeSource.system());
            Map<OnStoreFailure, Budgets> budgets = new EnumMap<>(OnStoreFailure.class);
            for (OnStoreFailure then : OnStoreFailure.values()) {
                budgets.put(then, budgets(shared, then));
            }
            redis.pause();
            Links.awaitAway(two);

            assertThat(refusal(budgets.get(OnStoreFailure.CLOSED), DOLLAR))
                    .isInstanceOf(BudgetUnavailableException.class);
            // Its share is half of five dollars.
            Reservation local = join(reserve(budgets.get(OnStoreFailure.LOCAL), 2 * DOLLAR));
            assertThat(refusal(budgets.get(OnStoreFailure.LOCAL), DOLLAR)).isInstanceOf(BudgetExceededException.class);
            Reservation open = join(reserve(budgets.get(OnStoreFailure.OPEN), 9 * DOLLAR));
            join(local.settle(DOLLAR, 0));
            join(open.settle(8 * DOLLAR, 0));

            redis.resume();
            Links.awaitUp(two, Links.BACK);
            await().atMost(Duration.ofSeconds(10)).until(() -> shared.untold() == 0);
            assertThat(spent(shared, OnStoreFailure.CLOSED)).isZero();
            assertThat(spent(shared, OnStoreFailure.LOCAL)).isEqualTo(DOLLAR);
            assertThat(spent(shared, OnStoreFailure.OPEN)).isEqualTo(8 * DOLLAR);
            assertThat(refusal(budgets.get(OnStoreFailure.OPEN), DOLLAR)).isInstanceOf(BudgetExceededException.class);
            shared.close();
        }
    }

    private static Budget budget(OnStoreFailure then) {
        return Budget.named(then.name()).limit("5.00 USD").onStoreFailure(then).build();
    }

    private static Budgets budgets(RedisBudgetStore store, OnStoreFailure then) {
        Budgets budgets = new Budgets(store, (decision, exchange) -> {}, TimeSource.system());
        budgets.use(List.of(budget(then)));
        return budgets;
    }

    private static CompletionStage<Reservation> reserve(Budgets budgets, long amount) {
        return budgets.reserve(new SpendCeiling(amount, 0, 0), "any", null, 0, 0);
    }

    private static Throwable refusal(Budgets budgets, long amount) {
        return reserve(budgets, amount)
                .handle((reservation, refused) -> refused)
                .thenApply(refused -> refused instanceof CompletionException ? refused.getCause() : refused)
                .toCompletableFuture()
                .join();
    }

    private static long spent(RedisBudgetStore store, OnStoreFailure then) {
        return join(store.levels(List.of(new Claim(budget(then), "*", 0, 0))))
                .get(0)
                .committed();
    }

    private void awaitTold() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(10))
                .until(() -> store.untold() == 0);
    }

    private Hold held(long amount) {
        HoldAnswer answer = hold(amount);
        assertThat(answer).isInstanceOf(HoldAnswer.Held.class);
        return ((HoldAnswer.Held) answer).hold();
    }

    private HoldAnswer hold(long amount) {
        return join(store.hold(request(amount)));
    }

    private HoldRequest request(long amount) {
        return new HoldRequest(UUID.randomUUID().toString(), claims(amount), 0, 0, Duration.ofMinutes(15));
    }

    private List<Claim> claims(long amount) {
        return List.of(new Claim(daily, "*", amount, 0), new Claim(lastHour, "*", amount, 0));
    }

    private BudgetLevel level() {
        List<BudgetLevel> levels = join(store.levels(claims(0)));
        assertThat(levels.get(0).committed()).isEqualTo(levels.get(1).committed());
        assertThat(levels.get(0).held()).isEqualTo(levels.get(1).held());
        return levels.get(0);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
