/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.Observer;
import dev.breakwater.cost.budget.BudgetDecision.Kind;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the observer. One that fails changes nothing for the call. */
final class BudgetVoice {
    private final Observer observer;
    private final Sayings sayings;

    BudgetVoice(Observer observer, TimeSource time) {
        this.observer = observer;
        sayings = new Sayings(time);
    }

    void exhausted(BudgetLevel level, @Nullable Exchange exchange) {
        tell(new BudgetDecision(Kind.EXHAUSTED, level.budget(), level, 0), exchange);
    }

    void wouldExhaust(List<BudgetLevel> levels, @Nullable Exchange exchange) {
        for (BudgetLevel level : levels) {
            tell(new BudgetDecision(Kind.WOULD_EXHAUST, level.budget(), level, 0), exchange);
        }
    }

    void unavailable(Budget budget, @Nullable Exchange exchange) {
        tell(new BudgetDecision(Kind.UNAVAILABLE, budget, null, 0), exchange);
    }

    void alerts(List<SettleAnswer.Crossing> crossings, @Nullable Exchange exchange) {
        for (SettleAnswer.Crossing crossing : crossings) {
            BudgetLevel level = crossing.level();
            tell(new BudgetDecision(Kind.ALERT, level.budget(), level, crossing.percent()), exchange);
        }
    }

    /** What could not be told to anybody else. */
    void warn(String what) {
        sayings.warn(what);
    }

    private void tell(BudgetDecision decision, @Nullable Exchange exchange) {
        try {
            observer.on(decision, exchange);
        } catch (RuntimeException fault) {
            sayings.fault("An observer failed on what a budget decided", fault);
        }
    }
}
