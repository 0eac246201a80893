/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.Completion;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a request was charged at both admission points, until each charge has come to its end: settled by the application,
 * given back, or left as it is. Safe for use by many threads; each charge ends once.
 */
final class Reservation implements Completion {
    static final Slot<Reservation> SLOT = Slot.of("rate-limit", Reservation.class);

    private final RateLimiter limiter;
    private final RateLimitPolicies policies;
    private final RateLimitDecision first;
    private final boolean open;
    private @Nullable RateLimitDecision second;
    private @Nullable List<Held> held;
    private boolean failed;
    private boolean listening;

    /**
     * What the first point charged.
     *
     * @param open whether the second point has something to decide
     */
    Reservation(RateLimiter limiter, RateLimitPolicies policies, RateLimitDecision first, boolean open) {
        this.limiter = limiter;
        this.policies = policies;
        this.first = first;
        this.open = open;
    }

    boolean isOpen() {
        return open;
    }

    /** Whether the first point left it to the second to charge this policy. */
    boolean awaits(Rule rule) {
        RateLimitDecision trial = first.shadow();
        if (rule.isShadow() && trial != null && !trial.isAllowed()) {
            return false;
        }
        return !isSettled(rule.policy(), first) && (trial == null || !isSettled(rule.policy(), trial));
    }

    private static boolean isSettled(RateLimitPolicy policy, RateLimitDecision decision) {
        for (int i = 0; i < decision.charges().size(); i++) {
            RateLimitPolicy charged = decision.charges().get(i).policy();
            if (charged.owner() == policy && !charged.isProvisional()) {
                return true;
            }
        }
        return false;
    }

    /** What both points decided, each policy once. */
    RateLimitDecision joined(RateLimitDecision later) {
        List<Charge> charges = new ArrayList<>();
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < first.levels().size(); i++) {
            Charge charge = first.charges().get(i);
            if (!charge.policy().isProvisional()) {
                charges.add(charge);
                levels.add(first.levels().get(i));
            }
        }
        return later.after(charges, levels, first.isDegraded());
    }

    /** What must run at the request's end, if anything must and does not already. */
    @Nullable
    Completion completion(RateLimitDecision decision) {
        if (listening || !policies.countFailures() || !countsFailures(decision)) {
            return null;
        }
        listening = true;
        return this;
    }

    private static boolean countsFailures(RateLimitDecision decision) {
        for (RateLimitDecision part = decision; part != null; part = part.shadow()) {
            for (int i = 0; i < part.charges().size(); i++) {
                if (part.charges().get(i).policy().count() == CountedRequests.FAILURES) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The second point has let the request in: what was provisional comes back. */
    void identified(RateLimitDecision later) {
        finish(Held::isProvisional, Held.End.FINAL, one -> one.cameTo(0));
        synchronized (this) {
            second = later;
            if (held != null) {
                addAll(later, held);
            }
        }
    }

    /** The second point has refused the request: everything comes back. */
    void giveBack() {
        finish(one -> true, Held.End.FINAL, one -> one.cameTo(0));
    }

    /** The charges of this policy came to so much in the end; false if none is left to settle. */
    boolean settle(String name, long actual) {
        RateLimitPolicy policy = policies.get(name);
        return finish(one -> one.charge.policy().owner() == policy, Held.End.FINAL, one -> one.cameTo(actual));
    }

    /** What counts failures stays charged, whatever the status. */
    void fail() {
        synchronized (this) {
            failed = true;
        }
        end(Held.End.FORGIVEN, Held::countsFailures, Held.End.FINAL, Held::takenAgain);
    }

    @Override
    public void completed(Exchange exchange, Outcome outcome) {
        if (!isFailure(outcome)) {
            finish(one -> one.countsFailures() && !failed, Held.End.FORGIVEN, one -> one.cameTo(0));
        }
    }

    // Who hangs up before the answer must not get the guess for free. A 500 or a time-out tells a guesser nothing, and
    // charging it would lock out everybody who tries during an outage.
    private static boolean isFailure(Outcome outcome) {
        return outcome.status() == 401
                || outcome.status() == 403
                || outcome.status() == 0
                || outcome.kind() == Outcome.Kind.CLIENT_ABORT;
    }

    private boolean finish(Predicate<Held> which, Held.End end, Function<Held, RateLimitStore.Settlement> settlement) {
        return end(Held.End.OPEN, which, end, settlement);
    }

    private boolean end(
            Held.End before,
            Predicate<Held> which,
            Held.End end,
            Function<Held, RateLimitStore.Settlement> settlement) {
        List<RateLimitStore.Settlement> inStore = new ArrayList<>();
        List<RateLimitStore.Settlement> onFallback = new ArrayList<>();
        synchronized (this) {
            for (Held one : held()) {
                if (one.end == before && which.test(one)) {
                    one.end = end;
                    (one.onFallback ? onFallback : inStore).add(settlement.apply(one));
                }
            }
        }
        limiter.settle(inStore, false);
        limiter.settle(onFallback, true);
        return !inStore.isEmpty() || !onFallback.isEmpty();
    }

    private List<Held> held() {
        List<Held> known = held;
        if (known == null) {
            known = new ArrayList<>();
            addAll(first, known);
            if (second != null) {
                addAll(second, known);
            }
            held = known;
        }
        return known;
    }

    private static void addAll(RateLimitDecision decision, List<Held> all) {
        for (RateLimitDecision part = decision; part != null; part = part.shadow()) {
            for (Charge charge : part.taken()) {
                all.add(new Held(charge, part.isDegraded()));
            }
        }
    }
}
