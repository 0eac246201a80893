/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import java.util.List;

/** What a store says. Immutable. */
public sealed interface StoreAnswer {
    /**
     * The store has decided.
     *
     * @param allowed whether the charges were taken
     * @param levels how full each bucket is now, in the order of the charges
     */
    record Decided(boolean allowed, List<Level> levels) implements StoreAnswer {}

    /**
     * The store cannot say; nothing is known to have been taken.
     *
     * @param reason why not, for operators
     * @param logged whether the store has said so in the log itself
     */
    record Unavailable(String reason, boolean logged) implements StoreAnswer {
        /** From a store that leaves it to others to say so. */
        public Unavailable(String reason) {
            this(reason, false);
        }
    }
}
