/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.usage.TokenUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as it is in a file: with budgets by name.
 *
 * @param row all but its parts, which are empty
 * @param shares the parts
 */
record Entry(LedgerRow row, List<Share> shares) {
    static Entry of(LedgerRow row) {
        List<Share> shares = new ArrayList<>(row.parts().size());
        row.parts().forEach(part -> shares.add(Share.of(part)));
        return new Entry(row.withoutParts(), shares);
    }

    String id() {
        return row.id();
    }

    Entry as(Event event) {
        return as(event, row.at());
    }

    boolean isHeld() {
        return row.expiresAt() != null;
    }

    Entry as(Event event, Instant at) {
        return new Entry(row.as(event, at), shares);
    }

    /** What was spent of a share: by the end that this is, of a hold in which {@code held} was held. */
    long spent(Share held) {
        return switch (row.event()) {
            // Without a hold, it was charged.
            case SETTLED, CORRECTED, UNKNOWN -> isHeld() ? ended(held) : held.amount();
            case ORPHANED -> held.amount();
            case HELD, RELEASED -> 0;
        };
    }

    /** As the store does: what nobody knows counts as held, and an estimate of what broke off counts as held at least. */
    private long ended(Share held) {
        long actual = held.slot().isTokens() ? tokens(row.usage()) : nanoUsd();
        if (actual < 0) {
            return held.amount();
        }
        return isKept() ? Math.max(actual, held.amount()) : actual;
    }

    /** Whether it broke off, so that all that was held for it counts, whatever it is estimated to have cost. */
    boolean isKept() {
        TokenUsage usage = row.usage();
        return isHeld() && usage != null && usage.isEstimated();
    }

    /** Whether somebody knows what it cost. */
    boolean isPriced() {
        return row.event() == Event.SETTLED || row.source() != null;
    }

    /** -1 if nobody knows. */
    private long nanoUsd() {
        return isPriced() ? row.nanoUsd() : -1;
    }

    /** -1 if nobody knows, or nobody can count so many. */
    private static long tokens(@Nullable TokenUsage usage) {
        if (usage == null || !usage.isKnown()) {
            return -1;
        }
        try {
            return Math.addExact(usage.totalInput(), usage.totalOutput());
        } catch (ArithmeticException tooMany) {
            return -1;
        }
    }
}
