/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.time.ZoneId;

/**
 * Keeps sums of what was spent, and no rows: what the reports need while this process lives. Safe for use by many threads.
 */
public final class MemoryLedger implements Ledger {
    private final SpendBook book;

    /**
     * Keeps nothing yet.
     *
     * @param zone whose days the reports are by
     */
    public MemoryLedger(ZoneId zone) {
        book = new SpendBook(zone);
    }

    /** The sums. */
    public SpendBook book() {
        return book;
    }

    @Override
    public boolean append(LedgerRow row) {
        book.add(row);
        return true;
    }
}
