/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.util.List;

/**
 * What a store says to a settlement. Immutable.
 *
 * @param result what became of it
 * @param crossings thresholds that were crossed by it, each told once for a window, by whichever instance crossed it
 */
public record SettleAnswer(Result result, List<Crossing> crossings) {
    /** Copies the list. */
    public SettleAnswer {
        crossings = List.copyOf(crossings);
    }

    /** What became of a settlement. */
    public enum Result {
        /** The hold is replaced by what was spent. */
        SETTLED,
        /** The hold had expired and counted in full; it is corrected to what was spent. */
        CORRECTED,
        /** It was settled before: nothing changed. */
        ALREADY,
        /** The store cannot say. It counts in full once its lease is over. */
        UNAVAILABLE
    }

    /**
     * A threshold was crossed.
     *
     * @param level the budget after it
     * @param percent the threshold
     */
    public record Crossing(BudgetLevel level, int percent) {}
}
