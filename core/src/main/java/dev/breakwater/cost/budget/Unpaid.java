/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** What was spent while the store could not say, and is still to be counted there. Bounded; what does not fit is said. */
final class Unpaid {
    private static final int MOST = 10_000;

    private final Queue<Item> items = new LinkedBlockingQueue<>(MOST);
    private final BudgetVoice voice;

    Unpaid(BudgetVoice voice) {
        this.voice = voice;
    }

    record Item(String id, List<Claim> spent) {}

    boolean isEmpty() {
        return items.isEmpty();
    }

    void add(String id, List<Claim> spent) {
        if (!items.offer(new Item(id, spent))) {
            voice.warn("more than " + MOST
                    + " calls wait to be counted by the budgets' store; further ones are only in the" + " ledger");
        }
    }

    @Nullable
    Item poll() {
        return items.poll();
    }
}
