/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.ratelimit.RateLimitDecision;
import java.util.Locale;

/** Counts what limits decide: each policy once for each request that it was about. */
final class RateLimitMeters {
    private static final String DECISIONS = "breakwater.ratelimit.decisions";

    private static final String DEGRADED = "breakwater.ratelimit.degraded";

    // No policy can have this name.
    private static final String BLOCKLIST = "_blocklist";

    private final Counters counters;

    RateLimitMeters(Counters counters) {
        this.counters = counters;
    }

    void count(RateLimitDecision decision) {
        if (decision.isDegraded()) {
            String outcome = decision.outcome().name().toLowerCase(Locale.ROOT);
            counters.of(DEGRADED, "decision", outcome).increment();
        }
        RateLimitTally.tell(decision, this::count);
    }

    void countBlocked() {
        count(BLOCKLIST, "blocked");
    }

    private void count(String policy, String decision) {
        counters.of(DECISIONS, "decision", decision, "policy", policy).increment();
    }
}
