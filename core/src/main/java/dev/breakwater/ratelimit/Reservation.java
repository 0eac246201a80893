/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the first admission point charged a request, and whether the second has to look at it again: a request that may
 * turn out to be a user's is charged by the next key of the ladder until then. So requests that authentication refuses
 * are counted too.
 *
 * @param decision the first point's, which admitted the request
 * @param open whether who is charged may change when the user is known
 */
record Reservation(RateLimitDecision decision, boolean open) {
    /** Whom a policy charged, or null if it charged nobody. */
    @Nullable
    CallerId charged(RateLimitPolicy policy) {
        for (Charge charge : decision.charges()) {
            if (charge.policy() == policy) {
                return charge.caller();
            }
        }
        return null;
    }

    /** The charges whose policies now charge somebody else, to be given back. */
    List<Charge> movedBy(List<Charge> due) {
        List<Charge> moved = new ArrayList<>(due.size());
        for (Charge charge : decision.charges()) {
            if (isMoved(charge, due)) {
                moved.add(charge);
            }
        }
        return moved;
    }

    /** What both points decided, each policy once. */
    RateLimitDecision joined(RateLimitDecision later, List<Charge> due) {
        List<Charge> charges = new ArrayList<>();
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < decision.levels().size(); i++) {
            if (!isMoved(decision.charges().get(i), due)) {
                charges.add(decision.charges().get(i));
                levels.add(decision.levels().get(i));
            }
        }
        return later.after(charges, levels, decision.isDegraded());
    }

    private static boolean isMoved(Charge charge, List<Charge> due) {
        for (Charge later : due) {
            if (later.policy() == charge.policy()) {
                return true;
            }
        }
        return false;
    }
}
