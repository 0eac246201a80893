/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.util.List;

/** What a store says to a {@link HoldRequest}. Immutable. */
public sealed interface HoldAnswer {
    /**
     * It is held.
     *
     * @param hold what is held
     * @param exceeded budgets in {@linkplain dev.breakwater.policy.Mode#SHADOW shadow mode} that would have refused, as they
     *     are now
     */
    record Held(Hold hold, List<BudgetLevel> exceeded) implements HoldAnswer {
        /** Copies the list. */
        public Held {
            exceeded = List.copyOf(exceeded);
        }
    }

    /**
     * Nothing is held, since one budget has too little left.
     *
     * @param level that budget as it is
     */
    record Exhausted(BudgetLevel level) implements HoldAnswer {}

    /**
     * The store cannot say; nothing is known to be held.
     *
     * @param reason why not, for operators
     */
    record Unavailable(String reason) implements HoldAnswer {}
}
