/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What was counted without having been held. Immutable.
 *
 * @param parts what counts where, for the ledger, from which it is restored after a restart; known at once
 * @param answer what the store says to it
 */
public record Charge(List<Hold.Part> parts, CompletionStage<SettleAnswer> answer) {
    /** Copies the list. */
    public Charge {
        parts = List.copyOf(parts);
    }

    static List<Hold.Part> parts(List<Claim> claims, Instant now) {
        List<Hold.Part> parts = new ArrayList<>(claims.size());
        for (Claim claim : claims) {
            long window = BudgetWindows.windowAt(claim.budget(), now).start();
            parts.add(new Hold.Part(claim.budget(), claim.key(), window, Amounts.bounded(claim.fixed())));
        }
        return parts;
    }
}
