/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.BudgetStore;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.budget.HoldAnswer;
import dev.breakwater.cost.budget.HoldRequest;
import dev.breakwater.cost.budget.SettleAnswer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A store far away: does at once what it is asked for, and its answer comes later, on another thread, or never. */
record WaitingStore(BudgetStore store, Executor answers) implements BudgetStore {
    private <T> CompletionStage<T> later(CompletionStage<T> done) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        answers.execute(() -> done.whenComplete((told, none) -> answer.complete(told)));
        return answer;
    }

    @Override
    public CompletionStage<HoldAnswer> hold(HoldRequest request) {
        return later(store.hold(request));
    }

    @Override
    public CompletionStage<SettleAnswer> settle(Hold hold, long[] spent) {
        return later(store.settle(hold, spent));
    }

    @Override
    public CompletionStage<SettleAnswer> charge(String id, List<Claim> spent) {
        return later(store.charge(id, spent));
    }

    @Override
    public CompletionStage<List<BudgetLevel>> levels(List<Claim> keys) {
        return store.levels(keys);
    }
}
