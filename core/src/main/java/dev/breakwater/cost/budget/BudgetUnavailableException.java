/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.upstream.SpendRefusedException;

/**
 * A call was not made because nobody can say what is left of a budget, and the budget is closed then
 * ({@link Budget.OnStoreFailure#CLOSED}). Carries no stack trace.
 */
public final class BudgetUnavailableException extends SpendRefusedException {
    private static final long serialVersionUID = 1L;

    private final String budget;

    /**
     * A refusal.
     *
     * @param budget the budget's name
     * @param reason why its store cannot say, for operators
     */
    public BudgetUnavailableException(String budget, String reason) {
        super(
                "budget " + budget + ": what is left cannot be known: " + reason
                        + " (calls are refused until it can; on-store-failure local or open makes them)",
                null);
        this.budget = budget;
    }

    /** The budget's name. */
    public String budget() {
        return budget;
    }
}
