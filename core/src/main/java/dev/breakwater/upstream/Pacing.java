/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.UpstreamException.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether and when an attempt may be made, beside what bulkhead and breaker say: enough time, our own limits, the budget of
 * further attempts, what the upstream asked for. Costs nothing where nothing is configured. Safe for use by many threads.
 */
final class Pacing {
    private final TimeSource time;
    private final RetryBudget budget;
    private final Hold hold;
    private final CallRates rates;
    private final double share;
    private final int floor;
    private final boolean budgeted;
    private final long minimumNanos;

    private Pacing(UpstreamPolicy policy, TimeSource time, RetryBudget budget, Hold hold, CallRates rates) {
        this.time = time;
        this.budget = budget;
        this.hold = hold;
        this.rates = rates;
        share = policy.retryBudget();
        floor = policy.retryFloor();
        budgeted = policy.attempts() > 1 && share != Double.POSITIVE_INFINITY;
        minimumNanos = policy.minimumTime().toNanos();
    }

    static Pacing of(UpstreamPolicy policy, TimeSource time) {
        return new Pacing(policy, time, new RetryBudget(time), new Hold(time), new CallRates(policy.rates(), time));
    }

    /** Under another policy, with all that is known. */
    Pacing replacedBy(UpstreamPolicy policy) {
        return new Pacing(policy, time, budget, hold, rates.replacedBy(policy.rates()));
    }

    /** Whether so little time is worth no attempt. */
    boolean isTooLittle(long nanos) {
        return nanos <= 0 || nanos < minimumNanos;
    }

    /** Why no attempt may be made now that must be over by then; null if one may. Takes nothing yet. */
    @Nullable
    Reason refusal(long deadlineNanos) {
        if (minimumNanos > 0 && isTooLittle(deadlineNanos - time.nanoTime())) {
            return Reason.TIMEOUT;
        }
        return !rates.areNone() && rates.waitNanos() > 0 ? Reason.LIMITED : null;
    }

    /** Takes what an attempt costs, unless others were faster. */
    boolean tryTake() {
        return rates.areNone() || rates.tryTake();
    }

    /** A call's first attempt has begun. */
    void called() {
        if (budgeted) {
            budget.called();
        }
    }

    /** An attempt has failed: all hear what the upstream asked for. */
    void heard(Throwable failure) {
        Duration wait = Failures.isPassing(failure) ? Failures.retryAfter(failure) : null;
        if (wait != null) {
            hold.extend(wait);
        }
    }

    /** How long the upstream wants to be left alone yet; zero or less if it does not. */
    long holdNanos() {
        return hold.leftNanos();
    }

    /** Whether there may be one more further attempt; if so, it is counted. */
    boolean tryRetry() {
        return !budgeted || budget.tryRetry(share, floor);
    }

    /** How many further attempts the budget refused. */
    long refused() {
        return budget.refused();
    }

    /** How long it is until our own limits have room. */
    long rateNanos() {
        return rates.waitNanos();
    }
}
