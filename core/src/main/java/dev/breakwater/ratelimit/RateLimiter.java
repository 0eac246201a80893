/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Decides whether callers may go on. Knows no HTTP: takes charges, asks the store, and follows each policy's way when the
 * store cannot answer. Safe for use by many threads; never blocks.
 */
public final class RateLimiter {
    private final RateLimitStore store;
    private final RateLimitStore fallback;

    private RateLimiter(RateLimitStore store, RateLimitStore fallback) {
        this.store = store;
        this.fallback = fallback;
    }

    /**
     * A limiter.
     *
     * @param store where the buckets are
     * @param time for the buckets on this machine while the store is away
     */
    public static RateLimiter of(RateLimitStore store, TimeSource time) {
        return new RateLimiter(store, store instanceof Bucket4jStore ? store : Bucket4jStore.of(time));
    }

    /**
     * Takes all charges or none of them.
     *
     * @param charges at most one of each policy
     * @return the decision; never fails
     */
    public CompletionStage<RateLimitDecision> decide(List<Charge> charges) {
        for (int i = 0; i < charges.size(); i++) {
            if (charges.get(i).policy().isBlocking()) {
                return blocked(charges);
            }
        }
        return counted(charges);
    }

    /**
     * Gives back what an admitted request was charged.
     *
     * @return done, also if the store could not be reached
     */
    public CompletionStage<StoreAnswer> refund(RateLimitDecision decision) {
        if (!decision.isAllowed() || decision.charges().isEmpty()) {
            return CompletableFuture.completedFuture(new StoreAnswer.Decided(true, List.of()));
        }
        RateLimitStore charged = decision.isDegraded() ? fallback : store;
        return safely(() -> charged.refund(decision.charges()));
    }

    private CompletionStage<RateLimitDecision> counted(List<Charge> charges) {
        CompletableFuture<StoreAnswer> answer =
                safely(() -> store.decide(charges)).toCompletableFuture();
        if (answer.isDone() && answer.join() instanceof StoreAnswer.Decided decided) {
            return CompletableFuture.completedFuture(RateLimitDecision.of(decided, charges, false));
        }
        return answer.thenCompose(value -> value instanceof StoreAnswer.Decided decided
                ? CompletableFuture.completedFuture(RateLimitDecision.of(decided, charges, false))
                : withoutStore(charges));
    }

    // A policy of 0 refuses whatever the others say. They are looked at, not charged, so that the answer can list them.
    private CompletionStage<RateLimitDecision> blocked(List<Charge> charges) {
        List<Charge> looks = charges.stream()
                .filter(charge -> !charge.policy().isBlocking())
                .map(charge -> new Charge(charge.policy(), charge.caller(), 0))
                .toList();
        if (looks.isEmpty()) {
            return CompletableFuture.completedFuture(RateLimitDecision.blocked(charges, List.of(), List.of()));
        }
        return safely(() -> store.decide(looks))
                .thenApply(answer -> answer instanceof StoreAnswer.Decided decided
                        ? RateLimitDecision.blocked(charges, looks, decided.levels())
                        : RateLimitDecision.blocked(charges, List.of(), List.of()));
    }

    private CompletionStage<RateLimitDecision> withoutStore(List<Charge> charges) {
        List<Charge> local = new ArrayList<>();
        for (Charge charge : charges) {
            if (charge.policy().onStoreFailure() == OnStoreFailure.CLOSED) {
                return CompletableFuture.completedFuture(RateLimitDecision.unavailable(charge.policy()));
            }
            if (charge.policy().onStoreFailure() == OnStoreFailure.LOCAL) {
                local.add(charge);
            }
        }
        if (local.isEmpty()) {
            return CompletableFuture.completedFuture(
                    RateLimitDecision.of(new StoreAnswer.Decided(true, List.of()), local, true));
        }
        return fallback.decide(local)
                .thenApply(answer -> RateLimitDecision.of((StoreAnswer.Decided) answer, local, true));
    }

    // A store must answer whatever happens; one that fails instead is treated as away.
    private static CompletionStage<StoreAnswer> safely(Question question) {
        CompletionStage<StoreAnswer> answer;
        try {
            answer = question.ask();
        } catch (RuntimeException fault) {
            return CompletableFuture.completedFuture(unavailable(fault));
        }
        CompletableFuture<StoreAnswer> future = answer.toCompletableFuture();
        return future.isDone() && !future.isCompletedExceptionally()
                ? future
                : answer.exceptionally(RateLimiter::unavailable);
    }

    private static StoreAnswer unavailable(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return new StoreAnswer.Unavailable(cause.getClass().getName());
    }

    @FunctionalInterface
    private interface Question {
        CompletionStage<StoreAnswer> ask();
    }
}
