/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.BudgetStore;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.budget.HoldAnswer;
import dev.breakwater.cost.budget.HoldRequest;
import dev.breakwater.cost.budget.SettleAnswer;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.StoreAnswer;
import dev.breakwater.ratelimit.StoreState;
import dev.breakwater.runtime.SharedState;
import dev.breakwater.upstream.AnswerStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shared state that can be let go and opened anew, the same to whoever uses it. Safe for use by many threads. */
final class ReopenedState implements SharedState {
    private static final int LOOKS = 200;
    private static final int PAUSE_MILLIS = 5;

    private final Supplier<SharedState> opens;
    private final RateLimitStore rateLimits = new Store();
    private final BudgetStore budgets = new Counts();
    private final AnswerStore answers = new Answers();
    private final HealthCheck health = new Health();
    private volatile SharedState current;
    private Runnable heard = () -> {};
    private boolean prepared;
    private boolean paused;
    private boolean closed;

    ReopenedState(Supplier<SharedState> opens) {
        this.opens = opens;
        current = opens.get();
    }

    /** What is closed says itself that it is not available. */
    synchronized void pause() {
        paused = true;
        current.close();
    }

    synchronized void reopen() {
        if (paused && !closed) {
            current = opens.get();
            current.onChange(heard);
            if (prepared) {
                current.answers().prepare();
            }
            paused = false;
        }
    }

    /** Waits until it is there, a second at most. */
    void awaitAnswer() {
        try {
            for (int i = 0; i < LOOKS && !rateLimits.state().available(); i++) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public RateLimitStore rateLimits() {
        return rateLimits;
    }

    @Override
    public BudgetStore budgets() {
        return budgets;
    }

    @Override
    public AnswerStore answers() {
        return answers;
    }

    @Override
    public HealthCheck health() {
        return health;
    }

    private synchronized void prepareAnswers() {
        prepared = true;
        current.answers().prepare();
    }

    @Override
    public synchronized void onChange(Runnable who) {
        heard = who;
        current.onChange(who);
    }

    @Override
    public synchronized void close() {
        closed = true;
        current.close();
    }

    private final class Store implements RateLimitStore {
        @Override
        public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
            return current.rateLimits().decide(charges);
        }

        @Override
        public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
            return current.rateLimits().settle(settlements);
        }

        @Override
        public CompletionStage<StoreAnswer> refund(List<Charge> charges) {
            return current.rateLimits().refund(charges);
        }

        @Override
        public StoreState state() {
            return current.rateLimits().state();
        }

        @Override
        public boolean keepsTime() {
            return current.rateLimits().keepsTime();
        }
    }

    private final class Answers implements AnswerStore {
        @Override
        public void prepare() {
            prepareAnswers();
        }

        @Override
        public CompletionStage<Optional<Found>> find(String upstream, String key, String codec) {
            return current.answers().find(upstream, key, codec);
        }

        @Override
        public CompletionStage<Boolean> put(
                String upstream, String key, String codec, byte[] answer, Duration lifetime) {
            return current.answers().put(upstream, key, codec, answer, lifetime);
        }

        @Override
        public CompletionStage<Boolean> remove(String upstream, String key) {
            return current.answers().remove(upstream, key);
        }
    }

    private final class Counts implements BudgetStore {
        @Override
        public CompletionStage<HoldAnswer> hold(HoldRequest request) {
            return current.budgets().hold(request);
        }

        @Override
        public CompletionStage<SettleAnswer> settle(Hold hold, long[] spent) {
            return current.budgets().settle(hold, spent);
        }

        @Override
        public CompletionStage<SettleAnswer> charge(String id, List<Claim> spent) {
            return current.budgets().charge(id, spent);
        }

        @Override
        public CompletionStage<List<BudgetLevel>> levels(List<Claim> keys) {
            return current.budgets().levels(keys);
        }

        @Override
        public CompletionStage<List<BudgetLevel>> largest(Budget budget, int most) {
            return current.budgets().largest(budget, most);
        }

        @Override
        public boolean retells() {
            return current.budgets().retells();
        }

        @Override
        public int instances() {
            return current.budgets().instances();
        }
    }

    private final class Health implements HealthCheck {
        @Override
        public String name() {
            return current.health().name();
        }

        @Override
        public HealthResult check() throws Exception {
            return current.health().check();
        }

        @Override
        public Scope scope() {
            return current.health().scope();
        }

        @Override
        public boolean critical() {
            return current.health().critical();
        }

        @Override
        public Kind kind() {
            return current.health().kind();
        }

        @Override
        public @Nullable Duration interval() {
            return current.health().interval();
        }

        @Override
        public @Nullable Duration timeout() {
            return current.health().timeout();
        }

        @Override
        public boolean isPassive() {
            return current.health().isPassive();
        }
    }
}
