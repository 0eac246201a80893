/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The waits that ended while a lock was held, to be told when it no longer is. For one thread. */
final class Turns {
    private final List<Turn> turns = new ArrayList<>(1);

    void add(Waiter waiter, OverloadDecision.Outcome outcome, @Nullable Permit permit, long now) {
        turns.add(new Turn(waiter, outcome, permit, waiter.waited(now)));
    }

    void tell() {
        for (Turn turn : turns) {
            turn.waiter.ended(turn.outcome, turn.permit, turn.waitedNanos);
        }
    }

    private record Turn(
            Waiter waiter,
            OverloadDecision.Outcome outcome,
            @Nullable Permit permit,
            long waitedNanos) {}
}
