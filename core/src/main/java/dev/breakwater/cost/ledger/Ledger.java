/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

/**
 * Keeps what was spent. Safe for use by many threads. Never throws because a row cannot be kept: that is reported, once a
 * minute, and counted.
 */
public interface Ledger extends AutoCloseable {
    /** Keeps nothing. */
    Ledger NONE = row -> true;

    /**
     * Keeps a row. When it returns, the row outlives this process if the ledger is a file.
     *
     * @return false if the row could not be kept and nothing may be spent that is not kept: then a call whose row is
     *     {@link LedgerRow.Event#HELD} must not be made. Of all other rows it is only a notice, as what they tell has
     *     happened already
     */
    boolean append(LedgerRow row);

    @Override
    default void close() {}
}
