/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.Decision;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A budget had something to say. Immutable.
 *
 * @param kind what
 * @param level the budget as it is; null if its store cannot say
 * @param budget the budget
 * @param percent the threshold that was crossed; 0 unless it is an alert
 */
public record BudgetDecision(
        Kind kind, Budget budget, @Nullable BudgetLevel level, int percent) implements Decision {
    /** What a budget can say. */
    public enum Kind {
        /** A call was refused. */
        EXHAUSTED,
        /** A call would have been refused, in shadow mode. */
        WOULD_EXHAUST,
        /** A threshold was crossed. */
        ALERT,
        /** The store cannot say what is left, and the budget's {@link Budget.OnStoreFailure} decided. */
        UNAVAILABLE;

        private final String field = "breakwater.llm.budget." + name().toLowerCase(Locale.ROOT);
    }

    /** Tells the budget's name, never its key. Alerts are no matter of one request. */
    @Override
    public void describe(Fields fields) {
        if (kind != Kind.ALERT) {
            fields.put(kind.field, budget.name());
        }
    }
}
