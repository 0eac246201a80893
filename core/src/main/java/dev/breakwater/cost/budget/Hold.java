/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.time.Instant;
import java.util.List;

/**
 * What is held for a call. Immutable; all that is needed to settle it, on this instance or on another.
 *
 * @param id its name
 * @param parts what is held, one for each claim, in their order
 * @param tokens the output it allows
 * @param expiresAt when it counts as spent in full if nobody has settled it
 */
public record Hold(String id, List<Part> parts, long tokens, Instant expiresAt) {
    /** Copies the list. */
    public Hold {
        parts = List.copyOf(parts);
    }

    /**
     * What is held in one budget.
     *
     * @param budget the budget
     * @param key whose part of it
     * @param window the first second of the window in which it is held, since 1970: the one in which the call began
     * @param amount how much, in the budget's unit
     */
    public record Part(Budget budget, String key, long window, long amount) {}
}
