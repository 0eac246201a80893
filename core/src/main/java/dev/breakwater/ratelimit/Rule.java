/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.policy.Mode;
import dev.breakwater.policy.RequestMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A policy as a guard applies it: which others stand in for it, and every form of its limits made once. Immutable. */
final class Rule {
    private final RateLimitPolicy policy;
    private final RequestMatcher[] standIns;
    private final Quota own;
    private final @Nullable Quota provisional;
    private final Map<String, Quota> plans = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Rule(RateLimitPolicy policy, RequestMatcher[] standIns, int ipv6Parents) {
        this.policy = policy;
        this.standIns = standIns;
        own = Quota.of(policy, "", ipv6Parents);
        provisional = policy.needsIdentity() ? Quota.of(policy.provisional(), "", ipv6Parents) : null;
        policy.plans()
                .forEach((plan, limits) -> plans.put(
                        plan, Quota.of(policy.onPlan(limits), "+" + plan.toLowerCase(Locale.ROOT), ipv6Parents)));
    }

    /**
     * Rules for these policies.
     *
     * @param ipv6Parents how many networks around an IPv6 caller are charged, 0 to 2
     */
    static List<Rule> of(List<RateLimitPolicy> policies, int ipv6Parents) {
        List<Rule> rules = new ArrayList<>();
        for (RateLimitPolicy policy : policies) {
            RequestMatcher[] standIns = policies.stream()
                    .filter(other -> standsIn(other, policy))
                    .map(RateLimitPolicy::requests)
                    .toArray(RequestMatcher[]::new);
            rules.add(new Rule(policy, standIns, ipv6Parents));
        }
        return rules;
    }

    // A policy on trial takes no enforced one out of force.
    private static boolean standsIn(RateLimitPolicy other, RateLimitPolicy policy) {
        return (other.mode() == Mode.ENFORCE || policy.mode() == Mode.SHADOW)
                && other.replaces().stream().anyMatch(policy.name()::equalsIgnoreCase);
    }

    RateLimitPolicy policy() {
        return policy;
    }

    boolean isShadow() {
        return policy.mode() == Mode.SHADOW;
    }

    /** Whether the policy is about the request, and no other one stands in for it there. */
    boolean appliesTo(Exchange exchange) {
        String method = exchange.method();
        String path = exchange.path();
        if (!policy.requests().matches(method, path)) {
            return false;
        }
        for (RequestMatcher standIn : standIns) {
            if (standIn.matches(method, path)) {
                return false;
            }
        }
        return true;
    }

    boolean hasPlans() {
        return !plans.isEmpty();
    }

    /** The limits of a caller who is on this plan, if on any. */
    Quota quota(@Nullable String plan) {
        Quota found = plan == null ? null : plans.get(plan);
        return found == null ? own : found;
    }

    /** The limits for whoever is charged until the user is known. */
    Quota provisional() {
        return provisional == null ? own : provisional;
    }
}
