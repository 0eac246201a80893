/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the claims of one request are counted, in their order, and the cells once more in the order of their monitors. */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and never handed on.
record Places(BudgetCell[] cells, BudgetCell[] sorted, BudgetWindow[] windows) {
    /** The cells of these claims and their windows; null if there is no room for one that is not there. */
    static @Nullable Places of(List<Claim> claims, BudgetCells cells, Instant now) {
        BudgetCell[] found = new BudgetCell[claims.size()];
        BudgetWindow[] windows = new BudgetWindow[claims.size()];
        for (int i = 0; i < found.length; i++) {
            Claim claim = claims.get(i);
            BudgetCells.Book book = cells.book(claim.budget());
            BudgetCell cell = cells.get(book, claim.key(), now);
            if (cell == null) {
                return null;
            }
            found[i] = cell;
            windows[i] = book.windowAt(claim.budget(), now);
        }
        return new Places(found, BudgetCell.sorted(found), windows);
    }

    /** Where these claims are counted. Who only looks takes no room: for what is not there, an empty cell stands in. */
    static Places seen(List<Claim> claims, BudgetCells cells, Instant now) {
        BudgetCell[] found = new BudgetCell[claims.size()];
        BudgetWindow[] windows = new BudgetWindow[claims.size()];
        for (int i = 0; i < found.length; i++) {
            Claim claim = claims.get(i);
            BudgetCells.Book book = cells.book(claim.budget());
            BudgetCell cell = book.cells().get(claim.key());
            found[i] = cell == null ? new BudgetCell(BudgetCell.STAND_IN) : cell;
            windows[i] = book.windowAt(claim.budget(), now);
        }
        return new Places(found, BudgetCell.sorted(found), windows);
    }

    // A hold makes all its cells before it counts in any, so whoever sees it in one of them finds the others.
    boolean isChanged(List<Claim> claims, BudgetCells all) {
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            BudgetCell cell = all.book(claim.budget()).cells().get(claim.key());
            if (cell != null && cell != cells[i]) {
                return true;
            }
        }
        return false;
    }

    /** What is spent and held. */
    long used(int i) {
        return Amounts.add(cells[i].committed(windows[i]), cells[i].held(windows[i]));
    }

    BudgetLevel level(Claim claim, int i, Instant now) {
        return cells[i].level(claim.budget(), claim.key(), windows[i], now);
    }

    List<BudgetLevel> levels(List<Claim> claims, Instant now) {
        List<BudgetLevel> levels = new ArrayList<>(cells.length);
        for (int i = 0; i < cells.length; i++) {
            levels.add(level(claims.get(i), i, now));
        }
        return levels;
    }
}
