/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.FailureMode;
import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Slot;

/**
 * Gives each request totals for the model calls made on its behalf, and publishes them as a {@link RequestCost} when it
 * ends, if there were any calls. Refuses requests that {@link BudgetGates} are about while nothing is left of their budget:
 * 429 and {@code Retry-After} (RFC 6585, RFC 9457). If it fails itself, requests pass, unless there are gates. Safe for use
 * by many threads.
 */
public final class CostGuard implements Guard {
    static final Slot<CostTotals> TOTALS = Slot.of("cost", CostTotals.class);

    private final Observer observer;
    private final BudgetGates gates;
    private final Verdict proceed = Verdict.proceed().then(this::publish);

    /**
     * A guard that lets every request go on.
     *
     * @param observer who hears the totals: the runtime's, which hands them to all others
     */
    public CostGuard(Observer observer) {
        this(observer, BudgetGates.NONE);
    }

    /**
     * A guard.
     *
     * @param gates which requests are refused while a budget is spent
     */
    public CostGuard(Observer observer, BudgetGates gates) {
        this.observer = observer;
        this.gates = gates;
    }

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public Stage stage() {
        return Stage.ACCOUNT;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        // Put here, while only one thread has the exchange: the calls may come from many.
        exchange.put(TOTALS, new CostTotals());
        return gates.first(exchange, proceed);
    }

    // Whoever asked for such a gate would rather refuse than spend what may not be there.
    @Override
    public FailureMode failureMode() {
        return gates.isEmpty() ? FailureMode.OPEN : FailureMode.CLOSED;
    }

    @Override
    public boolean needsIdentity() {
        return gates.needsIdentity();
    }

    @Override
    public Verdict inspectIdentified(Exchange exchange) {
        return gates.second(exchange);
    }

    private void publish(Exchange exchange, Outcome outcome) {
        CostTotals totals = exchange.get(TOTALS);
        RequestCost cost = totals == null ? null : totals.close();
        if (cost != null) {
            observer.on(cost, exchange);
        }
    }
}
