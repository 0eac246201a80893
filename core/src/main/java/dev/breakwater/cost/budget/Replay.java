/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.time.Instant;

/** Puts back what a ledger has kept; whether there is room for its keys does not matter. */
final class Replay {
    private final StoreClock clock;
    private final BudgetCells cells;
    private final OpenHolds holds;

    Replay(StoreClock clock, BudgetCells cells, OpenHolds holds) {
        this.clock = clock;
        this.cells = cells;
        this.holds = holds;
    }

    OpenHold hold(Hold hold) {
        int size = hold.parts().size();
        BudgetCell[] found = new BudgetCell[size];
        BudgetWindow[] windows = new BudgetWindow[size];
        for (int i = 0; i < size; i++) {
            Hold.Part part = hold.parts().get(i);
            found[i] = cells.add(cells.book(part.budget()), part.key());
            windows[i] = windowOf(part);
        }
        OpenHold open = new OpenHold(hold, found, BudgetCell.sorted(found), windows);
        BudgetCell.together(open.sorted(), () -> {
            open.take();
            return null;
        });
        holds.add(open);
        return open;
    }

    private static BudgetWindow windowOf(Hold.Part part) {
        return BudgetWindows.windowAt(part.budget(), Instant.ofEpochSecond(part.window()));
    }

    void spend(Hold.Part part, long amount) {
        BudgetWindow window = windowOf(part);
        if (amount <= 0 || isForgotten(window)) {
            return;
        }
        BudgetCell cell = cells.add(cells.book(part.budget()), part.key());
        synchronized (cell) {
            cell.spend(window, Amounts.bounded(amount));
        }
    }

    private boolean isForgotten(BudgetWindow window) {
        return clock.now().getEpochSecond() >= window.forgotten();
    }

    void tell(Budget budget, String key, long window, int percent) {
        BudgetWindow told = BudgetWindows.windowAt(budget, Instant.ofEpochSecond(window));
        if (isForgotten(told)) {
            return;
        }
        BudgetCell cell = cells.add(cells.book(budget), key);
        synchronized (cell) {
            boolean unused = cell.tell(told, percent);
        }
    }
}
