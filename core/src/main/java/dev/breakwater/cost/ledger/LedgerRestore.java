/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetWindow;
import dev.breakwater.cost.budget.BudgetWindows;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.budget.LocalBudgetStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Puts what rows add up to back into a store. For one thread. */
final class LedgerRestore {
    private final Map<String, Budget> known = new HashMap<>();
    private final LocalBudgetStore store;
    private int windows;
    private int holds;
    private int skipped;

    LedgerRestore(List<Budget> budgets, LocalBudgetStore store) {
        budgets.forEach(budget -> known.put(budget.identity(), budget));
        this.store = store;
    }

    /** Whose part of which budget, in whatever window. */
    private record Holder(Budget budget, String key) {}

    LedgerReplay.Restored restore(Tally tally) {
        Map<Holder, NavigableMap<Long, Long>> all = new HashMap<>();
        tally.spent().forEach((slot, amount) -> spent(slot, amount, all));
        all.forEach((holder, amounts) -> told(holder, amounts, tally));
        tally.open().forEach(this::held);
        return new LedgerReplay.Restored(windows, holds, skipped);
    }

    private void spent(Slot slot, long amount, Map<Holder, NavigableMap<Long, Long>> all) {
        Budget budget = known.get(slot.budget());
        if (budget == null) {
            skipped++;
            return;
        }
        windows++;
        store.restoreCharged(List.of(new Hold.Part(budget, slot.key(), slot.window(), amount)));
        all.computeIfAbsent(new Holder(budget, slot.key()), absent -> new TreeMap<>())
                .put(slot.window(), amount);
    }

    // A threshold was told when spending reached it, so who has reached it was told, without a row that says so.
    private void told(Holder holder, NavigableMap<Long, Long> amounts, Tally tally) {
        Budget budget = holder.budget();
        for (long start : amounts.keySet()) {
            BudgetWindow window = BudgetWindows.windowAt(budget, Instant.ofEpochSecond(start));
            long together = 0;
            for (long amount : amounts.subMap(window.from(), true, start, true).values()) {
                together = Math.addExact(together, amount);
            }
            long limit = tally.limit(new Slot(budget.identity(), holder.key(), start));
            told(holder, start, together, limit);
        }
    }

    private void told(Holder holder, long start, long spent, long limit) {
        for (int percent : holder.budget().alerts()) {
            if (limit > 0 && percent <= spent / limit * 100 + spent % limit * 100 / limit) {
                store.restoreAlerted(holder.budget(), holder.key(), start, percent);
            }
        }
    }

    private void held(Entry entry) {
        List<Hold.Part> parts = new ArrayList<>();
        for (Share share : entry.shares()) {
            Slot slot = share.slot();
            Budget budget = known.get(slot.budget());
            if (budget == null) {
                skipped++;
            } else {
                parts.add(new Hold.Part(budget, slot.key(), slot.window(), share.amount()));
            }
        }
        Instant expires = entry.row().expiresAt();
        if (!parts.isEmpty() && expires != null) {
            holds++;
            hold(new Hold(entry.id(), parts, 0, expires));
        }
    }

    // A part of one that was restored before, of a budget that has come later: as nobody settles what was held before a
    // restart, it counts in full in any case.
    private void hold(Hold hold) {
        if (!store.restoreHeld(hold)) {
            store.restoreCharged(hold.parts());
        }
    }
}
