/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A hold and the cells that count it. Its state belongs to whoever has the monitors of all of them. */
final class OpenHold {
    private final Hold hold;
    private final BudgetCell[] cells;
    private final BudgetCell[] sorted;
    private final BudgetWindow[] windows;
    private State state = State.HELD;

    OpenHold(Hold hold, BudgetCell[] cells, BudgetCell[] sorted, BudgetWindow[] windows) {
        this.hold = hold;
        this.cells = cells;
        this.sorted = sorted;
        this.windows = windows;
    }

    private enum State {
        HELD,
        EXPIRED,
        SETTLED
    }

    Hold hold() {
        return hold;
    }

    BudgetCell[] sorted() {
        return sorted;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(hold.expiresAt());
    }

    void take() {
        for (int i = 0; i < cells.length; i++) {
            cells[i].hold(windows[i], amount(i));
        }
    }

    /** All of it counts as spent from now on; false if it does not wait for that. */
    boolean expire() {
        if (state != State.HELD) {
            return false;
        }
        state = State.EXPIRED;
        for (int i = 0; i < cells.length; i++) {
            cells[i].release(windows[i], amount(i));
            cells[i].spend(windows[i], amount(i));
        }
        return true;
    }

    SettleAnswer settle(long[] spent, Instant now) {
        if (state == State.SETTLED) {
            return new SettleAnswer(SettleAnswer.Result.ALREADY, List.of());
        }
        boolean late = state == State.EXPIRED || isDue(now);
        for (int i = 0; i < cells.length; i++) {
            replace(i, i < spent.length ? Amounts.bounded(spent[i]) : amount(i));
        }
        state = State.SETTLED;
        return new SettleAnswer(late ? SettleAnswer.Result.CORRECTED : SettleAnswer.Result.SETTLED, crossings(now));
    }

    private void replace(int part, long spent) {
        BudgetCell cell = cells[part];
        if (state == State.HELD) {
            cell.release(windows[part], amount(part));
            cell.spend(windows[part], spent);
        } else if (spent > amount(part)) {
            cell.spend(windows[part], spent - amount(part));
        } else {
            cell.correct(windows[part], amount(part) - spent);
        }
    }

    List<SettleAnswer.Crossing> crossings(Instant now) {
        List<SettleAnswer.Crossing> found = new ArrayList<>(0);
        for (int i = 0; i < cells.length; i++) {
            Hold.Part part = hold.parts().get(i);
            Budget budget = part.budget();
            BudgetWindow window = budget.isRolling() ? BudgetWindows.windowAt(budget, now) : windows[i];
            cells[i].crossings(budget, part.key(), window, now, found);
        }
        return found;
    }

    private long amount(int part) {
        return hold.parts().get(part).amount();
    }
}
