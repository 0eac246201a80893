/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether callers may go on. Knows no HTTP: takes charges, asks the store, and follows each policy's way when the
 * store cannot answer. Safe for use by many threads; never blocks.
 */
public final class RateLimiter {
    /** How long a store may take to answer; one that takes longer is treated as away. */
    public static final Duration STORE_DEADLINE = Duration.ofSeconds(1);

    private final RateLimitStore store;
    private final RateLimitStore fallback;
    private final Duration deadline;
    private final StoreFaults faults;

    private RateLimiter(RateLimitStore store, RateLimitStore fallback, Duration deadline, StoreFaults faults) {
        this.store = store;
        this.fallback = fallback;
        this.deadline = deadline;
        this.faults = faults;
    }

    /**
     * A limiter.
     *
     * @param store where the buckets are
     * @param time for the buckets on this machine while the store is away
     */
    public static RateLimiter of(RateLimitStore store, TimeSource time) {
        return of(store, time, STORE_DEADLINE);
    }

    static RateLimiter of(RateLimitStore store, TimeSource time, Duration deadline) {
        RateLimitStore fallback = store instanceof Bucket4jStore ? store : Bucket4jStore.of(time);
        return new RateLimiter(store, fallback, deadline, new StoreFaults(time));
    }

    /**
     * Takes all enforced charges or none of them; if it did, all of those on trial or none of them. Those on trial refuse
     * nobody, and who is refused is not counted by them.
     *
     * @return the decision on the enforced ones, with that on the others as its {@link RateLimitDecision#shadow()}
     */
    CompletionStage<RateLimitDecision> decide(List<Charge> enforced, List<Charge> trial) {
        CompletionStage<RateLimitDecision> decision =
                enforced.isEmpty() ? CompletableFuture.completedFuture(RateLimitDecision.NOTHING) : decide(enforced);
        if (trial.isEmpty()) {
            return decision;
        }
        return decision.thenCompose(first ->
                first.isAllowed() ? decide(trial).thenApply(first::with) : CompletableFuture.completedFuture(first));
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
        if (decision.taken().isEmpty()) {
            return CompletableFuture.completedFuture(new StoreAnswer.Decided(true, List.of()));
        }
        RateLimitStore charged = decision.isDegraded() ? fallback : store;
        return safely(() -> charged.refund(decision.taken()));
    }

    /**
     * Makes good what was taken in advance.
     *
     * @param onFallback whether it was taken while the store was away
     */
    void settle(List<RateLimitStore.Settlement> settlements, boolean onFallback) {
        if (!settlements.isEmpty()) {
            CompletionStage<StoreAnswer> unused = safely(() -> (onFallback ? fallback : store).settle(settlements));
        }
    }

    private CompletionStage<RateLimitDecision> counted(List<Charge> charges) {
        if (store instanceof Bucket4jStore local) {
            return CompletableFuture.completedFuture(RateLimitDecision.of(local.answer(charges), charges, false));
        }
        CompletableFuture<StoreAnswer> answer =
                safely(() -> store.decide(charges)).toCompletableFuture();
        if (answer.isDone() && answer.join() instanceof StoreAnswer.Decided decided) {
            return CompletableFuture.completedFuture(RateLimitDecision.of(decided, charges, false));
        }
        return answer.thenCompose(value -> value instanceof StoreAnswer.Decided decided
                ? CompletableFuture.completedFuture(RateLimitDecision.of(decided, charges, false))
                : withoutStore(charges, (StoreAnswer.Unavailable) value));
    }

    // A policy of 0 refuses whatever the others say. They are looked at, not charged, so that the answer can list them.
    private CompletionStage<RateLimitDecision> blocked(List<Charge> charges) {
        List<Charge> looks = charges.stream()
                .filter(charge -> !charge.policy().isBlocking() && !Quota.isOfNetwork(charge))
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

    private CompletionStage<RateLimitDecision> withoutStore(List<Charge> charges, StoreAnswer.Unavailable away) {
        faults.report(away);
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

    // A store must answer whatever happens; one that fails instead, or says nothing, is treated as away.
    private CompletionStage<StoreAnswer> safely(Question question) {
        try {
            CompletableFuture<StoreAnswer> answer = question.ask().toCompletableFuture();
            boolean answered = answer.isDone() && !answer.isCompletedExceptionally() && answer.join() != null;
            return answered ? answer : inTime(answer);
        } catch (Throwable fault) {
            return CompletableFuture.completedFuture(unavailable(fault));
        }
    }

    // A copy, because the store's own future is not ours to complete.
    private CompletionStage<StoreAnswer> inTime(CompletableFuture<StoreAnswer> answer) {
        return answer.copy()
                .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS)
                .handle((value, fault) -> value == null ? unavailable(fault) : value);
    }

    static StoreAnswer unavailable(@Nullable Throwable fault) {
        if (fault == null) {
            return new StoreAnswer.Unavailable("no answer");
        }
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return new StoreAnswer.Unavailable(cause.getClass().getName());
    }

    @FunctionalInterface
    private interface Question {
        CompletionStage<StoreAnswer> ask();
    }
}
