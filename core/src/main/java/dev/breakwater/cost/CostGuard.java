/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Slot;

/**
 * Gives each request totals for the model calls made on its behalf, and publishes them as a {@link RequestCost} when it
 * ends, if there were any calls. Lets every request go on, and so fails open. Safe for use by many threads.
 */
public final class CostGuard implements Guard {
    static final Slot<CostTotals> TOTALS = Slot.of("cost", CostTotals.class);

    private final Observer observer;
    private final Verdict proceed = Verdict.proceed().then(this::publish);

    /**
     * A guard.
     *
     * @param observer who hears the totals: the runtime's, which hands them to all others
     */
    public CostGuard(Observer observer) {
        this.observer = observer;
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
        return proceed;
    }

    private void publish(Exchange exchange, Outcome outcome) {
        CostTotals totals = exchange.get(TOTALS);
        RequestCost cost = totals == null ? null : totals.close();
        if (cost != null && cost.calls() > 0) {
            observer.on(cost, exchange);
        }
    }
}
