/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetStore;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.HoldAnswer;
import dev.breakwater.cost.budget.HoldRequest;
import dev.breakwater.cost.budget.SettleAnswer.Result;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.redis.RedisState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Budgets of breakwater-redis: what a call may cost is held, and then replaced by what it did cost. Two round trips. */
final class Spending implements Contender {
    private static final Duration TIMEOUT = Duration.ofMillis(250);
    private static final Duration LEASE = Duration.ofMinutes(15);

    private final RedisState redis;
    private final BudgetStore store;
    private final List<Budget> budgets;

    /** @param budgets so many, each of which a call is held in */
    Spending(String url, String prefix, int budgets) {
        redis = RedisState.open(new RedisSettings(url, TIMEOUT, prefix, false, false, 1), TimeSource.system());
        store = redis.budgets();
        this.budgets = budgets(budgets);
        while (!redis.rateLimits().state().available()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<Budget> budgets(int count) {
        List<Budget> budgets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            budgets.add(Budget.named("b" + i).nanoUsd(9_000_000_000_000_000L).build());
        }
        return budgets;
    }

    @Override
    public Answer ask(int caller) {
        List<Claim> claims = new ArrayList<>(budgets.size());
        for (Budget budget : budgets) {
            claims.add(new Claim(budget, "user-" + caller, 1_000, 10));
        }
        HoldRequest request = new HoldRequest(UUID.randomUUID().toString(), claims, 500, 1, LEASE);
        HoldAnswer answer = store.hold(request).toCompletableFuture().join();
        if (!(answer instanceof HoldAnswer.Held held)) {
            return answer instanceof HoldAnswer.Exhausted ? Answer.DENIED : Answer.FAILED;
        }
        long[] spent = new long[claims.size()];
        Result result =
                store.settle(held.hold(), spent).toCompletableFuture().join().result();
        return result == Result.SETTLED ? Answer.ADMITTED : Answer.FAILED;
    }

    @Override
    public void close() {
        redis.close();
    }
}
