/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import org.jspecify.annotations.Nullable;

/**
 * A request was refused before any work, since nothing is left of a budget. Tells the budget's name, never its key.
 *
 * @param budget the budget's name
 * @param first whether it is the first request that was refused in the budget's window
 */
public record BudgetRefused(String budget, boolean first) implements Decision {
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.decision", "budget_exhausted");
        fields.put("breakwater.rule", budget);
    }

    /** The first refusal in a window is news to those who watch over security, further ones are not. */
    @Override
    public @Nullable SecurityEvent securityEvent() {
        return first ? SecurityEvent.EXCESS_RATE_LIMIT_EXCEEDED : null;
    }
}
