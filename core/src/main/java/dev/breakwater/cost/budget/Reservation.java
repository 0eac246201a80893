/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.util.concurrent.CompletionStage;

/**
 * What a call may take, held in all its budgets until it is known what it did take. Only the first end that is told
 * counts. Safe for use by many threads.
 */
public final class Reservation {
    private final Hold hold;
    private final Settler settler;

    Reservation(Hold hold, Settler settler) {
        this.hold = hold;
        this.settler = settler;
    }

    /** Replaces a hold by what was spent. */
    @FunctionalInterface
    interface Settler {
        CompletionStage<SettleAnswer> settle(Hold hold, long[] spent);
    }

    /** What is held. */
    public Hold hold() {
        return hold;
    }

    /** How many tokens of output it allows, over all answers. */
    public long tokens() {
        return hold.tokens();
    }

    /** The call took this much. */
    public CompletionStage<SettleAnswer> settle(long nanoUsd, long tokens) {
        long[] spent = new long[hold.parts().size()];
        for (int i = 0; i < spent.length; i++) {
            spent[i] = isOfTokens(i) ? tokens : nanoUsd;
        }
        return settler.settle(hold, spent);
    }

    /** The call took so many tokens, and nobody knows at what price: where money counts, all that was held does. */
    public CompletionStage<SettleAnswer> settleUnpriced(long tokens) {
        long[] spent = held();
        for (int i = 0; i < spent.length; i++) {
            spent[i] = isOfTokens(i) ? tokens : spent[i];
        }
        return settler.settle(hold, spent);
    }

    /** The call took this much or more: all that was held counts, or this where it is more than that. */
    public CompletionStage<SettleAnswer> keepAtLeast(long nanoUsd, long tokens) {
        long[] spent = held();
        for (int i = 0; i < spent.length; i++) {
            spent[i] = Math.max(spent[i], isOfTokens(i) ? tokens : nanoUsd);
        }
        return settler.settle(hold, spent);
    }

    /** The call took nothing: it never reached the provider, or was refused. */
    public CompletionStage<SettleAnswer> release() {
        return settler.settle(hold, new long[hold.parts().size()]);
    }

    /** Nobody knows what the call took: all of it counts. */
    public CompletionStage<SettleAnswer> keep() {
        return settler.settle(hold, held());
    }

    private long[] held() {
        long[] held = new long[hold.parts().size()];
        for (int i = 0; i < held.length; i++) {
            held[i] = hold.parts().get(i).amount();
        }
        return held;
    }

    private boolean isOfTokens(int part) {
        return hold.parts().get(part).budget().unit() == Budget.Unit.TOKENS;
    }
}
