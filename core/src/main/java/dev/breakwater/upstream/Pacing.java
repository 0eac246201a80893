/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.UpstreamException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Whether an attempt may be made, beside what bulkhead and breaker say: with enough time, and within our own limits. Costs
 * nothing where neither is configured. Safe for use by many threads.
 */
final class Pacing {
    private final TimeSource time;
    private final CallRates rates;
    private final long minimumNanos;

    private Pacing(UpstreamPolicy policy, TimeSource time, CallRates rates) {
        this.time = time;
        this.rates = rates;
        minimumNanos = policy.minimumTime().toNanos();
    }

    static Pacing of(UpstreamPolicy policy, TimeSource time) {
        return new Pacing(policy, time, new CallRates(policy.rates(), time));
    }

    /** Under another policy; limits that stay the same stay as full as they are. */
    Pacing replacedBy(UpstreamPolicy policy) {
        return new Pacing(policy, time, rates.replacedBy(policy.rates()));
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

    /** How long it is until our own limits have room. */
    long waitNanos() {
        return rates.waitNanos();
    }
}
