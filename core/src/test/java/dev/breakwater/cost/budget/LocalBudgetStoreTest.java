/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

final class LocalBudgetStoreTest extends BudgetStoreContract {
    private final LocalBudgetStore store = new LocalBudgetStore(time);

    @Override
    protected BudgetStore store() {
        return store;
    }

    @Override
    protected int races() {
        return 10;
    }

    @Override
    protected int steps() {
        return 100_000;
    }
}
