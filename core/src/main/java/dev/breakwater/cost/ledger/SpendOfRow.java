/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.ledger.LedgerRow.Source;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

/** What a row adds to the sums. */
final class SpendOfRow {
    private SpendOfRow() {}

    static Spend of(Entry entry) {
        LedgerRow row = entry.row();
        return switch (row.event()) {
            case HELD, RELEASED -> Spend.NONE;
            case SETTLED, UNKNOWN -> ended(entry, 1, assumed(entry), 0);
            // Its orphan was counted as a call, with all that had been held.
            case CORRECTED -> ended(entry, 0, assumed(entry) - row.reservedNanoUsd(), -1);
            case ORPHANED -> new Spend(1, 0, 0, 0, 0, row.reservedNanoUsd(), 0, 0, 1);
        };
    }

    private static Spend ended(Entry entry, long calls, long assumed, long orphans) {
        LedgerRow row = entry.row();
        TokenUsage usage = row.usage();
        long unpriced = entry.isPriced() ? 0 : 1;
        long estimated = row.source() == Source.ESTIMATE ? 1 : 0;
        return new Spend(
                calls,
                input(usage),
                cached(usage),
                output(usage),
                row.nanoUsd(),
                assumed,
                unpriced,
                estimated,
                orphans);
    }

    /** What counts beyond what it is known or estimated to have cost. */
    private static long assumed(Entry entry) {
        LedgerRow row = entry.row();
        boolean unknown = !entry.isPriced() && entry.isHeld();
        return unknown || entry.isKept() ? Math.max(0, row.reservedNanoUsd() - row.nanoUsd()) : 0;
    }

    private static long input(@Nullable TokenUsage usage) {
        return usage == null ? 0 : usage.totalInput();
    }

    private static long cached(@Nullable TokenUsage usage) {
        return usage == null ? 0 : usage.tokens(TokenClass.CACHE_READ);
    }

    private static long output(@Nullable TokenUsage usage) {
        return usage == null ? 0 : usage.totalOutput();
    }
}
