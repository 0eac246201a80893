/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.FaultReporter;
import dev.breakwater.exchange.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out what a request is charged, and whom, at either admission point. Safe for use by many threads. */
final class Charging {
    private final Rule[] all;
    private final Rule[] byUser;
    private final CallerReader callers;
    private final @Nullable PlanResolver plans;
    private final FaultReporter faults;

    Charging(List<Rule> rules, CallerReader callers, @Nullable PlanResolver plans, FaultReporter faults) {
        all = rules.toArray(Rule[]::new);
        byUser = rules.stream().filter(rule -> rule.policy().needsIdentity()).toArray(Rule[]::new);
        this.callers = callers;
        this.plans = plans;
        this.faults = faults;
    }

    boolean needsIdentity() {
        return byUser.length > 0;
    }

    /** The first point: all that can be said now, and for what authentication may change something provisional. */
    Charges first(Exchange exchange) {
        Charges charges = new Charges();
        boolean settled = exchange.isUserFinal();
        for (Rule rule : all) {
            if (rule.appliesTo(exchange)) {
                if (settled || !rule.policy().needsIdentity()) {
                    charge(rule, callers.read(rule.policy(), exchange), exchange, charges);
                } else {
                    ahead(rule, exchange, charges);
                }
            }
        }
        return charges;
    }

    // Requests that authentication refuses must be limited too. They have buckets of their own, so that who guesses
    // passwords does not use up what the others at the same address have.
    private void ahead(Rule rule, Exchange exchange, Charges charges) {
        CallerId known = callers.find(rule.policy(), exchange);
        if (known != null && rule.policy().isSettledBy(known.key())) {
            charge(rule, known, exchange, charges);
            return;
        }
        charges.leaveOpen();
        // A limit of 0 says nothing of whoever turns out to be on a plan.
        if (known != null && !(rule.policy().isBlocking() && rule.hasPlans())) {
            charges.add(rule, rule.provisional(), known, tokens(rule, exchange, charges));
        }
    }

    /** After authentication: what the first point could not settle. */
    Charges second(Exchange exchange, @Nullable Reservation first) {
        Charges charges = new Charges();
        for (Rule rule : byUser) {
            if (rule.appliesTo(exchange) && (first == null || first.awaits(rule))) {
                charge(rule, callers.read(rule.policy(), exchange), exchange, charges);
            }
        }
        return charges;
    }

    private void charge(Rule rule, CallerId caller, Exchange exchange, Charges charges) {
        Quota quota = rule.quota(rule.hasPlans() ? plan(exchange, charges) : null);
        charges.add(rule, quota, caller, tokens(rule, exchange, charges));
    }

    private @Nullable String plan(Exchange exchange, Charges charges) {
        if (!charges.isPlanKnown()) {
            charges.learnPlan(planOf(exchange));
        }
        return charges.plan();
    }

    private @Nullable String planOf(Exchange exchange) {
        try {
            return plans == null ? null : plans.planOf(exchange);
        } catch (Throwable fault) {
            faults.report("the plan resolver of rate limits", fault);
            return null;
        }
    }

    private long tokens(Rule rule, Exchange exchange, Charges charges) {
        RateLimitPolicy policy = rule.policy();
        CostResolver resolver = policy.costResolver();
        return resolver == null ? policy.cost() : resolved(resolver, rule, exchange, charges);
    }

    // Never less than the fixed cost: a resolver that fails must be no way to pass for free, nor may tokens ever rise.
    private long resolved(CostResolver resolver, Rule rule, Exchange exchange, Charges charges) {
        RateLimitPolicy policy = rule.policy();
        try {
            long cost = resolver.costOf(exchange);
            if (cost >= 0) {
                return cost;
            }
            throw new IllegalStateException("cost: " + cost + " (expected: 0 or more)");
        } catch (Throwable fault) {
            faults.report("the cost resolver of rate limit " + policy.name(), fault);
            if (policy.onStoreFailure() == OnStoreFailure.CLOSED && !rule.isShadow()) {
                charges.refuseFor(policy);
            }
            return policy.cost();
        }
    }
}
