/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.cost.budget.Budget.OnStoreFailure;
import dev.breakwater.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks at budgets without taking anything from them. */
final class BudgetLevels {
    // Of what is asked for, a store that answers leaves nothing out.
    private static final List<BudgetLevel> NOT_SAID = List.of();

    private final BudgetStore store;
    private final BudgetCallers callers;
    private final BudgetVoice voice;

    BudgetLevels(BudgetStore store, BudgetCallers callers, BudgetVoice voice) {
        this.store = store;
        this.callers = callers;
        this.voice = voice;
    }

    /**
     * The first enforced one of which nothing is left, of those whose key the request alone says; null if there is none. Fails
     * if the store cannot say and one of them is closed then.
     */
    CompletionStage<@Nullable BudgetLevel> firstGone(List<Budget> budgets, Exchange exchange, Predicate<Budget> which) {
        List<Claim> claims = new ArrayList<>();
        for (Budget budget : budgets) {
            String key = budget.isEnforced() && which.test(budget) ? callers.known(budget.key(), exchange) : null;
            if (key != null) {
                claims.add(new Claim(budget, key, 0, 0));
            }
        }
        return claims.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CarefulStore.ask(() -> store.levels(claims), fault -> NOT_SAID)
                        .thenCompose(levels -> levels.isEmpty()
                                ? unavailable(claims, exchange)
                                : CompletableFuture.completedFuture(firstGone(levels)));
    }

    private CompletionStage<@Nullable BudgetLevel> unavailable(List<Claim> claims, Exchange exchange) {
        for (Claim claim : claims) {
            Budget budget = claim.budget();
            if (budget.onStoreFailure() == OnStoreFailure.CLOSED) {
                voice.unavailable(budget, exchange);
                return CompletableFuture.failedFuture(
                        new BudgetUnavailableException(budget.name(), "its store does not answer"));
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private static @Nullable BudgetLevel firstGone(List<BudgetLevel> levels) {
        for (BudgetLevel level : levels) {
            if (level.left() <= 0) {
                return level;
            }
        }
        return null;
    }

    /** All of them; of each those keys of which most is spent or held. */
    CompletionStage<List<BudgetLevel>> largest(List<Budget> budgets, int mostKeys) {
        CompletionStage<List<BudgetLevel>> all = CompletableFuture.completedFuture(List.of());
        for (Budget budget : budgets) {
            all = all.thenCombine(largest(budget, mostKeys), BudgetLevels::joined);
        }
        return all;
    }

    private CompletionStage<List<BudgetLevel>> largest(Budget budget, int mostKeys) {
        return budget.key().parts().isEmpty()
                ? store.levels(List.of(new Claim(budget, BudgetCallers.EVERYBODY, 0, 0)))
                : store.largest(budget, mostKeys);
    }

    private static List<BudgetLevel> joined(List<BudgetLevel> some, List<BudgetLevel> more) {
        List<BudgetLevel> joined = new ArrayList<>(some);
        joined.addAll(more);
        return joined;
    }
}
