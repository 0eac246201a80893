/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where it is kept what was spent.
 *
 * @param isShared whether budgets are counted in Redis, for all instances together
 * @param file where each instance keeps its rows, so that they outlive it; null if nowhere
 */
public record LedgerPlace(boolean isShared, @Nullable Path file) {
    /** In this instance's memory: forgotten when it ends. */
    public static final LedgerPlace MEMORY = new LedgerPlace(false, null);

    /** Whether budgets remember what was spent before a restart. */
    public boolean isDurable() {
        return isShared || file != null;
    }

    /** As configured: {@code redis, spend.jsonl}. */
    @Override
    public String toString() {
        if (file == null) {
            return isShared ? "redis" : "memory";
        }
        return isShared ? "redis, " + file : file.toString();
    }
}
