/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.policy.RequestMatcher;
import java.util.Objects;

/**
 * Requests that are not begun while nothing is left of a budget. Immutable.
 *
 * @param budget the budget's name
 * @param requests which requests that are
 */
public record BudgetGate(String budget, RequestMatcher requests) {
    /** Checks that both are there. */
    public BudgetGate {
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(requests, "requests");
    }
}
