/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.Guard;
import dev.breakwater.drain.DrainGuard;
import dev.breakwater.drain.DrainPolicy;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.util.Optional;

/** What a runtime has only if it is wanted, and if the application has not made the runtime around a chain of its own. */
final class Vitals {
    private Vitals() {}

    static Optional<HealthAggregator> health(BreakwaterRuntime runtime) {
        try {
            return runtime.health();
        } catch (IllegalStateException none) {
            return Optional.empty();
        }
    }

    /** How it is drained; empty if it is not, because nobody counts what is in flight. */
    static Optional<DrainPolicy> drain(BreakwaterRuntime runtime) {
        for (Guard guard : runtime.chain().guards()) {
            if (guard instanceof DrainGuard drain) {
                return Optional.of(drain.policy());
            }
        }
        return Optional.empty();
    }
}
