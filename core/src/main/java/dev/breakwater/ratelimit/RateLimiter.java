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

    private static final int ALONE = 1;

    private final RateLimitStore store;
    private final Bucket4jStore standIn;
    private final boolean keepsTime;
    private final Duration deadline;
    private final StoreFaults faults;

    private RateLimiter(RateLimitStore store, Bucket4jStore standIn, TimeSource time, Duration deadline) {
        this.store = store;
        this.standIn = standIn;
        this.deadline = deadline;
        keepsTime = store.keepsTime();
        faults = new StoreFaults(time);
    }

    /**
     * A limiter, with room for {@link Bucket4jStore#DEFAULT_MAX_KEYS} buckets on this machine.
     *
     * @param store where the buckets are
     * @param time for the buckets on this machine while the store is away
     */
    public static RateLimiter of(RateLimitStore store, TimeSource time) {
        return of(store, time, STORE_DEADLINE);
    }

    /**
     * A limiter.
     *
     * @param store where the buckets are
     * @param standIn where this machine's buckets are while the store is away; not asked if the store is on this machine
     * @param time for the log
     */
    public static RateLimiter of(RateLimitStore store, Bucket4jStore standIn, TimeSource time) {
        return new RateLimiter(store, standIn, time, STORE_DEADLINE);
    }

    static RateLimiter of(RateLimitStore store, TimeSource time, Duration deadline) {
        return new RateLimiter(store, Bucket4jStore.of(time), time, deadline);
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
     * The same for charges that are all enforced, without a future around the answer, which most requests can do without.
     *
     * @return the decision; null if the store may take its time, or a policy lets nobody pass
     */
    @Nullable
    RateLimitDecision decideAtOnce(List<Charge> charges) {
        return store instanceof Bucket4jStore local && !isBlocked(charges)
                ? RateLimitDecision.of(local.answer(charges), charges, false)
                : null;
    }

    /**
     * Takes all charges or none of them.
     *
     * @param charges at most one of each policy
     * @return the decision; never fails
     */
    public CompletionStage<RateLimitDecision> decide(List<Charge> charges) {
        return isBlocked(charges) ? blocked(charges) : counted(charges);
    }

    private static boolean isBlocked(List<Charge> charges) {
        for (int i = 0; i < charges.size(); i++) {
            if (charges.get(i).policy().isBlocking()) {
                return true;
            }
        }
        return false;
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
        RateLimitStore charged = decision.isDegraded() ? standIn : store;
        return ask(() -> charged.refund(decision.taken())).handle(RateLimiter::answer);
    }

    /**
     * Makes good what was taken in advance.
     *
     * @param onStandIn whether it was taken while the store was away: it is made good where it was taken
     */
    void settle(List<RateLimitStore.Settlement> settlements, boolean onStandIn) {
        if (!settlements.isEmpty()) {
            CompletionStage<StoreAnswer> unused = ask(() -> (onStandIn ? standIn : store).settle(settlements));
        }
    }

    private CompletionStage<RateLimitDecision> counted(List<Charge> charges) {
        if (store instanceof Bucket4jStore local) {
            return CompletableFuture.completedFuture(RateLimitDecision.of(local.answer(charges), charges, false));
        }
        return ask(() -> store.decide(charges)).handle((value, fault) -> decision(charges, answer(value, fault)));
    }

    private RateLimitDecision decision(List<Charge> charges, StoreAnswer answer) {
        return answer instanceof StoreAnswer.Decided decided
                ? RateLimitDecision.of(decided, charges, false)
                : withoutStore(charges, (StoreAnswer.Unavailable) answer);
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
        return ask(() -> store.decide(looks))
                .handle((value, fault) -> answer(value, fault) instanceof StoreAnswer.Decided decided
                        ? RateLimitDecision.blocked(charges, looks, decided.levels())
                        : RateLimitDecision.blocked(charges, List.of(), List.of()));
    }

    private RateLimitDecision withoutStore(List<Charge> charges, StoreAnswer.Unavailable away) {
        if (!away.logged()) {
            faults.report(away);
        }
        int instances = instances();
        List<Charge> shares = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            RateLimitPolicy policy = charge.policy();
            if (policy.onStoreFailure() == OnStoreFailure.CLOSED) {
                return RateLimitDecision.unavailable(policy);
            }
            if (policy.onStoreFailure() == OnStoreFailure.LOCAL) {
                shares.add(new Charge(policy.share(instances), charge.caller(), charge.tokens()));
            }
        }
        return RateLimitDecision.of(standIn.answer(shares), shares, true);
    }

    private int instances() {
        try {
            return store.state().instances();
        } catch (Throwable fault) {
            return ALONE;
        }
    }

    // A store must answer whatever happens; one that fails instead, or says nothing, is treated as away.
    private CompletableFuture<StoreAnswer> ask(Question question) {
        try {
            return inTime(question.ask().toCompletableFuture());
        } catch (Throwable fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    // A copy, because the store's own future is not ours to complete.
    private CompletableFuture<StoreAnswer> inTime(CompletableFuture<StoreAnswer> answer) {
        return keepsTime || answer.isDone()
                ? answer
                : answer.copy().orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static StoreAnswer answer(@Nullable StoreAnswer value, @Nullable Throwable fault) {
        return value == null ? unavailable(fault) : value;
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
