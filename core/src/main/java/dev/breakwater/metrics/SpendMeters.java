/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.cost.BudgetRefused;
import dev.breakwater.cost.CallCost;
import dev.breakwater.cost.SpendState;
import dev.breakwater.cost.budget.BudgetDecision;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.usage.TokenClass;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What calls to language models take, and how their budgets stand. Budgets are told apart by name, never by key: of those that
 * are kept by something, only what they decide is counted. Safe for use by many threads.
 */
final class SpendMeters implements AutoCloseable {
    private static final String CALLS = "breakwater.llm.calls";
    private static final int MOST_BUDGETS = 100;

    private final MeterRegistry registry;
    private final Counters counters;
    private final BoundedNames models;
    private final BoundedNames providers;
    private final Set<Meter> shown = ConcurrentHashMap.newKeySet();
    private final Set<String> budgets = ConcurrentHashMap.newKeySet();

    SpendMeters(MeterRegistry registry, Counters counters) {
        this.registry = registry;
        this.counters = counters;
        models = BoundedNames.counting(100, counters, CALLS, "model");
        providers = BoundedNames.counting(20, counters, CALLS, "provider");
    }

    void count(CallCost call) {
        String provider = providers.bounded(call.provider());
        String model = models.bounded(call.requestModel());
        counters.of(CALLS, "provider", provider, "model", model, "pricing", pricing(call))
                .increment();
        if (call.usage().isKnown()) {
            tokens(provider, model, "input", call.usage().totalInput());
            tokens(provider, model, "output", call.usage().totalOutput());
            classes(provider, model, call);
        }
        if (call.isPriced()) {
            counters.of("breakwater.llm.cost", "provider", provider, "model", model)
                    .increment((double) call.nanoUsd());
        }
    }

    private static String pricing(CallCost call) {
        return call.isEstimated() ? "estimated" : call.pricing().name().toLowerCase(Locale.ROOT);
    }

    private void tokens(String provider, String model, String type, long count) {
        counters.of("breakwater.llm.tokens", "provider", provider, "model", model, "type", type)
                .increment((double) count);
    }

    private void classes(String provider, String model, CallCost call) {
        for (TokenClass kind : CLASSES) {
            long count = call.usage().tokens(kind);
            if (count > 0) {
                String name = kind.name().toLowerCase(Locale.ROOT);
                counters.of("breakwater.llm.tokens.classes", "provider", provider, "model", model, "class", name)
                        .increment((double) count);
            }
        }
    }

    // Each call to values() makes an array.
    private static final TokenClass[] CLASSES = TokenClass.values();

    void count(BudgetDecision decision) {
        String budget = decision.budget().name();
        if (decision.kind() == BudgetDecision.Kind.ALERT) {
            String percent = Integer.toString(decision.percent());
            counters.of("breakwater.llm.budget.alerts", "budget", budget, "percent", percent)
                    .increment();
        } else {
            decided(budget, decision.kind().name().toLowerCase(Locale.ROOT));
        }
    }

    void count(BudgetRefused refused) {
        decided(refused.budget(), "request_refused");
    }

    private void decided(String budget, String decision) {
        counters.of("breakwater.llm.budget.decisions", "budget", budget, "decision", decision)
                .increment();
    }

    /** Shows the global budgets that there are now, and what went wrong with keeping what was spent. */
    void show(Supplier<SpendState> state) {
        if (budgets.add("")) {
            counter("breakwater.llm.ledger.failures", state, SpendState::ledgerFailures);
            counter("breakwater.llm.budget.orphans", state, SpendState::orphaned);
        }
        for (SpendState.Line line : state.get().budgets()) {
            String name = line.level().budget().name();
            if (budgets.size() <= MOST_BUDGETS && budgets.add(name)) {
                gauge("limit", state, name, level -> level.budget().limit());
                gauge("committed", state, name, BudgetLevel::committed);
                gauge("held", state, name, BudgetLevel::held);
                gauge("left", state, name, BudgetLevel::left);
            }
        }
    }

    private void gauge(String what, Supplier<SpendState> state, String budget, ToLongFunction<BudgetLevel> amount) {
        String name = "breakwater.llm.budget." + what;
        shown.add(Gauge.builder(name, state, asked -> amount(asked.get(), budget, amount))
                .description(Help.of(name))
                .tags(Tags.of("budget", budget))
                .strongReference(true)
                .register(registry));
    }

    /** Not a number while there is no budget of this name, as after a change of settings. */
    private static double amount(SpendState state, String budget, ToLongFunction<BudgetLevel> amount) {
        for (SpendState.Line line : state.budgets()) {
            if (line.level().budget().name().equals(budget)) {
                return amount.applyAsLong(line.level());
            }
        }
        return Double.NaN;
    }

    private void counter(String name, Supplier<SpendState> state, ToLongFunction<SpendState> count) {
        shown.add(FunctionCounter.builder(name, state, asked -> count.applyAsLong(asked.get()))
                .description(Help.of(name))
                .register(registry));
    }

    @Override
    public void close() {
        shown.forEach(registry::remove);
        shown.clear();
        budgets.clear();
    }
}
