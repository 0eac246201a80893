/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.KillSwitchChanged.By;
import java.util.Set;

/**
 * How an upstream is at one moment. Immutable.
 *
 * @param name the upstream's name
 * @param breaker what its breaker does with calls
 * @param disabledBy who holds its kill switch down; empty if calls may be made
 * @param running how many calls run, those included that nobody waits for any more
 * @param maxConcurrent how many may run at a time
 * @param retriesRefused how many further attempts the retry budget has not allowed so far
 */
public record UpstreamState(
        String name,
        BreakerChanged.State breaker,
        Set<By> disabledBy,
        int running,
        int maxConcurrent,
        long retriesRefused) {
    /** Keeps a copy of who holds the switch. */
    public UpstreamState {
        disabledBy = Set.copyOf(disabledBy);
    }

    /** Whether the kill switch is thrown. */
    public boolean isDisabled() {
        return !disabledBy.isEmpty();
    }
}
