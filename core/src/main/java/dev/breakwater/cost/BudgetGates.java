/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.Verdict;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetKey;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.BudgetUnavailableException;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks at budgets before a request is begun: refuses it if nothing is left of one of its budgets, and holds nothing. Only
 * budgets that are enforced refuse. Where the store cannot say what is left, a budget that is closed then refuses as well, and
 * with the others requests go on. Safe for use by many threads.
 *
 * <p>At the first admission point only budgets are known whose key is global, or the verified API key; budgets by user, and by
 * what the application says of a request, are looked at behind authentication.
 */
public final class BudgetGates {
    /** No request is refused. */
    public static final BudgetGates NONE = new BudgetGates(
            List.of(), List.of(), (exchange, which) -> CompletableFuture.completedFuture(null), TimeSource.system());

    private final List<BudgetGate> early = new ArrayList<>();
    private final List<BudgetGate> late = new ArrayList<>();
    private final Map<String, AtomicReference<@Nullable Instant>> told = new HashMap<>();
    private final Look look;
    private final TimeSource time;

    /** Finds a budget of which nothing is left. */
    @FunctionalInterface
    public interface Look {
        /**
         * The first of these budgets of which nothing is left, for the keys that the request has so far.
         *
         * @return null if there is none; fails with a {@link BudgetUnavailableException} if nobody can say and requests are
         *     refused then
         */
        CompletionStage<@Nullable BudgetLevel> at(Exchange exchange, Predicate<Budget> which);
    }

    /**
     * Gates of these budgets; one without an enforced budget of its name refuses nothing.
     *
     * @param look tells which budget is gone
     */
    public BudgetGates(List<BudgetGate> gates, List<Budget> budgets, Look look, TimeSource time) {
        this.look = look;
        this.time = time;
        for (BudgetGate gate : gates) {
            for (Budget budget : budgets) {
                if (budget.name().equals(gate.budget()) && budget.isEnforced()) {
                    add(gate, budget);
                }
            }
        }
    }

    private void add(BudgetGate gate, Budget budget) {
        (isKnownEarly(budget.key()) ? early : late).add(gate);
        told.put(gate.budget(), new AtomicReference<>());
    }

    private static boolean isKnownEarly(BudgetKey key) {
        return key.parts().stream().allMatch("api-key"::equals);
    }

    boolean isEmpty() {
        return early.isEmpty() && late.isEmpty();
    }

    boolean needsIdentity() {
        return !late.isEmpty();
    }

    /** What the first point says: its verdict, or the other one if there is nothing against the request. */
    Verdict first(Exchange exchange, Verdict otherwise) {
        return verdict(early, exchange, otherwise);
    }

    /** What the second point says. */
    Verdict second(Exchange exchange) {
        return verdict(late, exchange, Verdict.proceed());
    }

    private Verdict verdict(List<BudgetGate> gates, Exchange exchange, Verdict otherwise) {
        List<String> concerned = concerned(gates, exchange);
        if (concerned.isEmpty()) {
            return otherwise;
        }
        CompletableFuture<Verdict> answer = look.at(exchange, budget -> concerned.contains(budget.name()))
                .handle((gone, failure) ->
                        failure != null ? unknown(failure) : gone == null ? otherwise : refused(gone))
                .toCompletableFuture();
        return answer.isDone() ? answer.join() : Verdict.pending(answer);
    }

    // Most requests are about no gate, so that no list is made for them.
    private static List<String> concerned(List<BudgetGate> gates, Exchange exchange) {
        List<String> concerned = List.of();
        for (int i = 0; i < gates.size(); i++) {
            BudgetGate gate = gates.get(i);
            if (gate.requests().matches(exchange.method(), exchange.path())) {
                concerned = concerned.isEmpty() ? new ArrayList<>(2) : concerned;
                concerned.add(gate.budget());
            }
        }
        return concerned;
    }

    // That it could not be asked has been told by the budget.
    private static Verdict unknown(Throwable failure) {
        if (LlmMeter.unwrapped(failure) instanceof BudgetUnavailableException unavailable) {
            return BudgetRefusals.unknown(unavailable.budget());
        }
        throw new CompletionException(failure);
    }

    private Verdict refused(BudgetLevel gone) {
        return BudgetRefusals.spent(gone, time.now())
                .because(new BudgetRefused(gone.budget().name(), isNews(gone)));
    }

    private boolean isNews(BudgetLevel gone) {
        AtomicReference<@Nullable Instant> last = told.get(gone.budget().name());
        Instant window = gone.budget().isRolling() ? Instant.EPOCH : gone.windowEnd();
        return last != null && !window.equals(last.getAndSet(window));
    }
}
