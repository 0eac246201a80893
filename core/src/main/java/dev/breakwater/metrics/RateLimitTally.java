/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.ratelimit.RateLimitDecision;
import dev.breakwater.ratelimit.RateLimitPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** What a limit's decision adds to which count: each policy once for each request that it was about. */
public final class RateLimitTally {
    private RateLimitTally() {}

    /**
     * Tells all counts that a decision is one more of.
     *
     * @param each takes the policy's name and the word for what was decided: allow, deny, unavailable, provisional if the
     *     user is yet to be known, shadow_allow, shadow_deny
     */
    public static void tell(RateLimitDecision decision, BiConsumer<String, String> each) {
        switch (decision.outcome()) {
            case ALLOWED -> all(decision, decision.isProvisional() ? "provisional" : "allow", each);
            case DENIED -> violated(decision, "deny", each);
            case UNAVAILABLE -> all(decision, "unavailable", each);
        }
        RateLimitDecision shadow = decision.shadow();
        if (shadow != null && shadow.isAllowed()) {
            all(shadow, "shadow_allow", each);
        } else if (shadow != null) {
            violated(shadow, "shadow_deny", each);
        }
    }

    private static void all(RateLimitDecision decision, String word, BiConsumer<String, String> each) {
        List<RateLimitPolicy> policies = decision.policies();
        for (int i = 0; i < policies.size(); i++) {
            each.accept(policies.get(i).name(), word);
        }
    }

    private static void violated(RateLimitDecision decision, String word, BiConsumer<String, String> each) {
        Set<String> names = new HashSet<>();
        for (RateLimitDecision.Window window : decision.windows()) {
            if (window.isViolated() && names.add(window.policy().name())) {
                each.accept(window.policy().name(), word);
            }
        }
    }
}
