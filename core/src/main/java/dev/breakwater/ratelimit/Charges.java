/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request is to be charged at one admission point. For one thread. */
final class Charges {
    private final List<Charge> enforced = new ArrayList<>(2);
    private @Nullable List<Charge> shadow;
    private @Nullable RateLimitPolicy unpriced;
    private boolean open;
    private boolean planKnown;
    private @Nullable String plan;

    void add(Rule rule, Quota quota, CallerId caller, long tokens) {
        quota.charge(caller, tokens, rule.isShadow() ? forShadow() : enforced);
    }

    private List<Charge> forShadow() {
        List<Charge> charges = shadow;
        if (charges == null) {
            charges = new ArrayList<>(2);
            shadow = charges;
        }
        return charges;
    }

    /** Some policy will know only later whom to charge. */
    void leaveOpen() {
        open = true;
    }

    /** Nobody knows what the request costs, and this policy lets nobody pass uncounted. */
    void refuseFor(RateLimitPolicy policy) {
        unpriced = policy;
    }

    @Nullable
    RateLimitPolicy unpriced() {
        return unpriced;
    }

    boolean isOpen() {
        return open;
    }

    boolean isEmpty() {
        return enforced.isEmpty() && shadow == null && unpriced == null;
    }

    /** Whether there is something to charge, and all of it is enforced. */
    boolean isPlain() {
        return !enforced.isEmpty() && shadow == null && unpriced == null;
    }

    List<Charge> enforced() {
        return enforced;
    }

    List<Charge> shadow() {
        return shadow == null ? List.of() : shadow;
    }

    boolean isPlanKnown() {
        return planKnown;
    }

    @Nullable
    String plan() {
        return plan;
    }

    void learnPlan(@Nullable String name) {
        planKnown = true;
        plan = name;
    }
}
