/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.Hold;

/**
 * What a row says about one budget, as it is written: by its identity, as it can be configured no more tomorrow.
 *
 * @param slot where it counts
 * @param amount what is held, or charged without a hold, in the budget's unit
 * @param limit the limit of that time, which nothing but a check looks at
 */
record Share(Slot slot, long amount, long limit) {
    static Share of(Hold.Part part) {
        Budget budget = part.budget();
        Slot slot = new Slot(budget.identity(), Bounded.text(part.key()), part.window());
        return new Share(slot, part.amount(), budget.limit());
    }
}
