/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.upstream.SpendRefusedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call was not made because a budget has too little left for it. The message names the budget, never its key. */
public final class BudgetExceededException extends SpendRefusedException {
    private static final long serialVersionUID = 1L;

    private final transient BudgetLevel level;

    /**
     * A refusal.
     *
     * @param level the budget as it is
     * @param retryAfter how long until its window ends; null if that is not known
     */
    public BudgetExceededException(BudgetLevel level, @Nullable Duration retryAfter) {
        super("budget " + level.budget().name() + ": too little is left for this call", retryAfter);
        this.level = level;
    }

    /** The budget as it is. */
    public BudgetLevel level() {
        return level;
    }
}
