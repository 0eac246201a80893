/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

/** What a provider itself says a call cost, in parts. For one thread. */
final class ProviderBill {
    /** xAI bills in ticks, of which a dollar has ten billion. */
    private static final long TICKS_PER_NANO = 10;

    private long nanoUsd;
    private long upstream;
    private long ownKey;

    ProviderBill() {
        clear();
    }

    void clear() {
        nanoUsd = Counts.MISSING;
        upstream = Counts.MISSING;
        ownKey = Counts.MISSING;
    }

    /** What it cost in all, but for what {@link #upstream} says. */
    void nanoUsd(long amount) {
        nanoUsd = amount;
    }

    /** The same in ticks, rounded half to even. */
    void ticks(long ticks) {
        long nano = ticks / TICKS_PER_NANO;
        long twice = ticks % TICKS_PER_NANO * 2;
        boolean up = twice > TICKS_PER_NANO || (twice == TICKS_PER_NANO && (nano & 1) == 1);
        nanoUsd = up ? nano + 1 : nano;
    }

    /** What the provider's own provider takes; from the caller, if the call was made with the caller's key there. */
    void upstream(long amount) {
        upstream = amount;
    }

    /** Whether (1) the call was made with the caller's own key at the provider's provider. */
    void ownKey(long is) {
        ownKey = is;
    }

    void addTo(TokenUsage.Builder usage) {
        if (nanoUsd != Counts.MISSING && (ownKey != 1 || upstream != Counts.MISSING)) {
            usage.reportedNanoUsd(nanoUsd + (isUpstreamBeside() ? upstream : 0));
        }
    }

    /** Where nobody says whose key it was, equal amounts are one and the same. */
    private boolean isUpstreamBeside() {
        return upstream != Counts.MISSING && (ownKey == 1 || (ownKey == Counts.MISSING && upstream != nanoUsd));
    }
}
