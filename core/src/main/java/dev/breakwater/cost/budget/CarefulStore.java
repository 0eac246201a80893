/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.cost.budget.SettleAnswer.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks a store of which nothing is believed: one that throws, or whose stage fails, cannot say. What could not be charged is
 * kept, up to a bound, until the store answers again, unless it does that itself.
 */
final class CarefulStore {
    private static final SettleAnswer UNAVAILABLE = new SettleAnswer(Result.UNAVAILABLE, List.of());

    private final BudgetStore store;
    private final Unpaid unpaid;

    CarefulStore(BudgetStore store, BudgetVoice voice) {
        this.store = store;
        unpaid = new Unpaid(voice);
    }

    CompletionStage<HoldAnswer> hold(HoldRequest request) {
        CompletionStage<HoldAnswer> answer = ask(() -> store.hold(request), CarefulStore::unavailable);
        return unpaid.isEmpty() ? answer : answer.whenComplete((told, none) -> pay(told));
    }

    private static HoldAnswer unavailable(Throwable fault) {
        return new HoldAnswer.Unavailable(
                "the store failed: " + fault.getClass().getName());
    }

    CompletionStage<SettleAnswer> settle(Hold hold, long[] spent) {
        return ask(() -> store.settle(hold, spent), fault -> UNAVAILABLE);
    }

    /** Charges now, or once the store answers again. */
    CompletionStage<SettleAnswer> charge(String id, List<Claim> spent) {
        CompletionStage<SettleAnswer> answer = ask(() -> store.charge(id, spent), fault -> UNAVAILABLE);
        return answer.whenComplete((told, none) -> {
            if (told.result() == Result.UNAVAILABLE && !store.retells()) {
                unpaid.add(id, spent);
            }
        });
    }

    // One at a time: who calls pays for another, so a backlog goes twice as fast as it came without a burst.
    private void pay(HoldAnswer answer) {
        Unpaid.Item item = answer instanceof HoldAnswer.Unavailable ? null : unpaid.poll();
        if (item != null) {
            CompletionStage<SettleAnswer> unused = charge(item.id(), item.spent());
        }
    }

    static <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> question, Function<Throwable, T> otherwise) {
        try {
            CompletionStage<T> answer = question.get();
            boolean isHere = answer instanceof CompletableFuture<T> future
                    && future.isDone()
                    && !future.isCompletedExceptionally();
            return isHere ? answer : answer.exceptionally(fault -> otherwise.apply(cause(fault)));
        } catch (RuntimeException fault) {
            return CompletableFuture.completedFuture(otherwise.apply(fault));
        }
    }

    private static Throwable cause(Throwable fault) {
        return fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    }

    BudgetStore store() {
        return store;
    }
}
