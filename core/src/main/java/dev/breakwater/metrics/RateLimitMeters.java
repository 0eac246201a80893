/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.ratelimit.RateLimitDecision;
import dev.breakwater.ratelimit.RateLimitPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
        switch (decision.outcome()) {
            case ALLOWED -> all(decision, decision.isProvisional() ? "provisional" : "allow");
            case DENIED -> violated(decision, "deny");
            case UNAVAILABLE -> all(decision, "unavailable");
        }
        RateLimitDecision shadow = decision.shadow();
        if (shadow != null && shadow.isAllowed()) {
            all(shadow, "shadow_allow");
        } else if (shadow != null) {
            violated(shadow, "shadow_deny");
        }
    }

    void countBlocked() {
        count("blocked", BLOCKLIST);
    }

    private void all(RateLimitDecision decision, String word) {
        List<RateLimitPolicy> policies = decision.policies();
        for (int i = 0; i < policies.size(); i++) {
            count(word, policies.get(i).name());
        }
    }

    private void violated(RateLimitDecision decision, String word) {
        Set<String> names = new HashSet<>();
        for (RateLimitDecision.Window window : decision.windows()) {
            if (window.isViolated() && names.add(window.policy().name())) {
                count(word, window.policy().name());
            }
        }
    }

    private void count(String decision, String policy) {
        counters.of(DECISIONS, "decision", decision, "policy", policy).increment();
    }
}
