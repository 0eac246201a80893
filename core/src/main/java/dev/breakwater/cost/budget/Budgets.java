/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.Observer;
import dev.breakwater.caller.CallerVerifier;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks the budgets of a call whether it may be made, before it is. With a store in memory everything is answered at once, on
 * the calling thread. Safe for use by many threads.
 */
public final class Budgets {
    /** After how long a hold that nobody settled counts as spent in full, if nothing else is said. */
    public static final Duration DEFAULT_LEASE = Duration.ofMinutes(15);

    private final CarefulStore store;
    private final WithoutStore withoutStore;
    private final BudgetVoice voice;
    private final BudgetCallers callers;
    private final BudgetLevels levels;
    private final TimeSource time;
    private final Duration lease;
    private final HoldIds ids = new HoldIds();
    private volatile Current current = new Current(List.of());

    /**
     * No budgets at first; without a verifier, so that all API keys are one.
     *
     * @param store where they are counted
     * @param observer hears of what they refuse, and of thresholds that are crossed
     * @param time the clocks
     */
    public Budgets(BudgetStore store, Observer observer, TimeSource time) {
        this(new Builder(store, observer, time));
    }

    private Budgets(Builder builder) {
        time = builder.time;
        lease = builder.lease;
        voice = new BudgetVoice(builder.observer, time);
        store = new CarefulStore(builder.store, voice);
        withoutStore = new WithoutStore(store, voice, time);
        callers = new BudgetCallers(builder.verifier, builder.apiKeyHeader, time);
        levels = new BudgetLevels(builder.store, callers, voice);
    }

    private record Current(List<Budget> budgets, boolean enforced, boolean limitMoney) {
        Current(List<Budget> budgets) {
            this(
                    List.copyOf(budgets),
                    budgets.stream().anyMatch(Budget::isEnforced),
                    budgets.stream().anyMatch(budget -> budget.isEnforced() && budget.unit() == Budget.Unit.NANO_USD));
        }
    }

    /** Begins such with more to say; see the constructor. */
    public static Builder builder(BudgetStore store, Observer observer, TimeSource time) {
        return new Builder(store, observer, time);
    }

    /**
     * From now on these. What was counted for a budget of the same {@linkplain Budget#identity identity} goes on.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException if two have one name
     */
    public void use(List<Budget> now) {
        Problems problems = new Problems();
        Budget.requireDistinct(now, problems);
        problems.throwIfInvalid();
        current = new Current(now);
    }

    /** Those of this moment. */
    public List<Budget> budgets() {
        return current.budgets();
    }

    /** Whether there are none, so that every call may be made. */
    public boolean isEmpty() {
        return current.budgets().isEmpty();
    }

    /** Whether one of them can refuse a call; those in shadow mode only tell. */
    public boolean areEnforced() {
        return current.enforced();
    }

    /** Whether an enforced one counts money, so that what a call costs has to be known. */
    public boolean limitMoney() {
        return current.limitMoney();
    }

    /**
     * Holds what a call can take. The attributes are those of the request.
     *
     * @param ceiling what that is
     * @param model the model that is asked for
     * @param exchange the request it is made for; null if for none
     * @param wantedTokens output over all answers
     * @param leastTokens the least that is of use
     * @return fails with a {@link BudgetExceededException}, or a {@link BudgetUnavailableException} if the store cannot say
     *     and a budget is closed then; neither has a stack trace
     */
    public CompletionStage<Reservation> reserve(
            SpendCeiling ceiling, String model, @Nullable Exchange exchange, long wantedTokens, long leastTokens) {
        return reserve(ceiling, model, exchange, BudgetAttributes.NONE, wantedTokens, leastTokens);
    }

    /**
     * The same for a call with attributes of its own, such as one of work outside requests.
     *
     * @param attributes stand where the request has one of the same name
     */
    public CompletionStage<Reservation> reserve(
            SpendCeiling ceiling,
            String model,
            @Nullable Exchange exchange,
            BudgetAttributes attributes,
            long wantedTokens,
            long leastTokens) {
        List<Claim> claims = claims(ceiling, model, exchange, attributes);
        if (claims.isEmpty()) {
            return CompletableFuture.completedFuture(unlimited(wantedTokens));
        }
        HoldRequest request = new HoldRequest(ids.next(), claims, wantedTokens, leastTokens, lease);
        return store.hold(request).thenCompose(answer -> answered(request, answer, exchange));
    }

    // They may go while a call is on its way to them.
    private Reservation unlimited(long tokens) {
        Hold hold = new Hold(ids.next(), List.of(), tokens, time.now().plus(lease));
        SettleAnswer settled = new SettleAnswer(SettleAnswer.Result.SETTLED, List.of());
        return new Reservation(hold, (same, spent) -> CompletableFuture.completedFuture(settled));
    }

    private List<Claim> claims(
            SpendCeiling ceiling, String model, @Nullable Exchange exchange, BudgetAttributes attributes) {
        List<Budget> budgets = current.budgets();
        List<Claim> claims = new ArrayList<>(budgets.size());
        BudgetAttributes all = BudgetAttributes.of(exchange).and(attributes);
        for (int i = 0; i < budgets.size(); i++) {
            Budget budget = budgets.get(i);
            claims.add(ceiling.claim(budget, callers.key(budget.key(), model, exchange, all)));
        }
        return claims;
    }

    private CompletionStage<Reservation> answered(HoldRequest request, HoldAnswer answer, @Nullable Exchange exchange) {
        if (answer instanceof HoldAnswer.Unavailable unavailable) {
            return withoutStore
                    .hold(request, unavailable.reason(), exchange)
                    .thenCompose(held -> decided(held, exchange, withoutStore::settle));
        }
        return decided(answer, exchange, store::settle);
    }

    private CompletionStage<Reservation> decided(
            HoldAnswer answer, @Nullable Exchange exchange, Reservation.Settler settler) {
        if (answer instanceof HoldAnswer.Held held) {
            voice.wouldExhaust(held.exceeded(), exchange);
            return CompletableFuture.completedFuture(
                    new Reservation(held.hold(), (hold, spent) -> told(settler.settle(hold, spent), exchange)));
        }
        if (answer instanceof HoldAnswer.Exhausted exhausted) {
            BudgetLevel level = exhausted.level();
            voice.exhausted(level, exchange);
            return CompletableFuture.failedFuture(new BudgetExceededException(level, wait(level)));
        }
        // Even this instance's shares have no room for another key.
        String reason = ((HoldAnswer.Unavailable) answer).reason();
        return CompletableFuture.failedFuture(new BudgetUnavailableException("of this instance", reason));
    }

    private Duration wait(BudgetLevel level) {
        Instant now = time.now();
        return level.windowEnd().isAfter(now) ? Duration.between(now, level.windowEnd()) : Duration.ZERO;
    }

    private CompletionStage<SettleAnswer> told(CompletionStage<SettleAnswer> answer, @Nullable Exchange exchange) {
        return answer.whenComplete((settled, none) -> voice.alerts(settled.crossings(), exchange));
    }

    /**
     * Counts what a call took that was not held before, whether or not it fits. If the store cannot say, it is counted once
     * it can.
     *
     * @param id names the call
     */
    public Charge charge(String id, long nanoUsd, long tokens, String model, @Nullable Exchange exchange) {
        SpendCeiling spent = new SpendCeiling(nanoUsd, 0, tokens);
        List<Claim> claims = claims(spent, model, exchange, BudgetAttributes.NONE);
        List<Hold.Part> parts = Charge.parts(claims, time.now());
        return new Charge(parts, told(store.charge(id, claims), exchange));
    }

    /**
     * Looks for a budget that is gone before any work is done for a request: the first enforced one of which nothing is left,
     * of those whose key the request alone says.
     *
     * @param which the budgets that are asked
     * @return null if there is none; fails with a {@link BudgetUnavailableException} if the store cannot say and one of them
     *     is closed then
     */
    public CompletionStage<@Nullable BudgetLevel> look(Exchange exchange, Predicate<Budget> which) {
        return levels.firstGone(current.budgets(), exchange, which);
    }

    /** How all budgets are for a call of this model, made for this request; fails if the store cannot say. */
    public CompletionStage<List<BudgetLevel>> levels(String model, @Nullable Exchange exchange) {
        List<Claim> claims = claims(new SpendCeiling(0, 0, 0), model, exchange, BudgetAttributes.NONE);
        return store.store().levels(claims);
    }

    /**
     * How all budgets are, for reports: of each those keys of which most is spent or held.
     *
     * @param mostKeys how many keys of each
     * @return fails if the store cannot say
     */
    public CompletionStage<List<BudgetLevel>> levels(int mostKeys) {
        return levels.largest(current.budgets(), mostKeys);
    }

    /**
     * Lets holds of a store in memory expire whose lease is over, and tells of thresholds that are crossed by that. To be
     * called every few seconds.
     *
     * @return holds that have expired since this was last called, each once
     */
    public List<Hold> expired() {
        withoutStore.tidy();
        if (!(store.store() instanceof LocalBudgetStore local)) {
            return List.of();
        }
        List<Hold> expired = local.expired();
        expired.forEach(hold -> voice.alerts(local.crossings(hold), null));
        return expired;
    }

    /** Puts budgets together. Not for use by several threads. */
    public static final class Builder {
        private final BudgetStore store;
        private final Observer observer;
        private final TimeSource time;
        private @Nullable CallerVerifier verifier;
        private String apiKeyHeader = "X-API-Key";
        private Duration lease = DEFAULT_LEASE;

        private Builder(BudgetStore store, Observer observer, TimeSource time) {
            this.store = store;
            this.observer = observer;
            this.time = time;
        }

        /** Says which API keys are genuine; without one none is, and all calls share one. */
        public Builder verifier(@Nullable CallerVerifier judge) {
            verifier = judge;
            return this;
        }

        /** Where API keys are read from; {@code X-API-Key} by default. */
        public Builder apiKeyHeader(String name) {
            apiKeyHeader = name;
            return this;
        }

        /** After how long a hold that nobody settled counts as spent in full; 15 minutes by default. */
        public Builder lease(Duration span) {
            if (span.isNegative() || span.isZero()) {
                throw new IllegalArgumentException("lease: " + span + " (expected: more than nothing, such as 15m)");
            }
            lease = span;
            return this;
        }

        /** The budgets, none at first. */
        public Budgets build() {
            return new Budgets(this);
        }
    }
}
