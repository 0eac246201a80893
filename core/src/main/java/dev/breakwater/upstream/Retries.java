/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.time.Duration;

/**
 * Whether a call that failed is tried again, and when: by what its failure says, by what others have been told, and by how
 * often all of them try again. Safe for use by many threads.
 */
final class Retries {
    /** No further attempt. */
    static final long NONE = -1;

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Engine engine;
    private final Backoff backoff;
    private final RetryBudget budget;
    private final Hold hold;
    private final int attempts;
    private final double share;
    private final int floor;
    private final boolean counted;
    private final long leastNanos;

    private Retries(Engine engine, UpstreamPolicy policy, RetryBudget budget, Hold hold) {
        this.engine = engine;
        this.budget = budget;
        this.hold = hold;
        backoff = new Backoff(policy, engine.random());
        attempts = policy.attempts();
        share = policy.retryBudget();
        floor = policy.retryFloor();
        counted = attempts > 1 && share != Double.POSITIVE_INFINITY;
        leastNanos = Math.max(1, policy.minimumTime().toNanos());
    }

    static Retries of(Engine engine, UpstreamPolicy policy) {
        return new Retries(engine, policy, new RetryBudget(engine.time()), new Hold(engine.time()));
    }

    /** Under another policy, with all that is known. */
    Retries replacedBy(UpstreamPolicy policy) {
        return new Retries(engine, policy, budget, hold);
    }

    /** Names what is known when an attempt begins, for {@link #answered}. */
    long mark() {
        return hold.mark();
    }

    /** An attempt that began at this mark was answered. */
    void answered(long mark) {
        hold.endIfStill(mark);
    }

    /** A call's first attempt has begun. */
    void called() {
        if (counted) {
            budget.called();
        }
    }

    /**
     * How long to wait before the next attempt; {@link #NONE} if there is to be none. One that may be made is counted.
     *
     * @param made how many attempts the call has made, this one included
     * @param repeatable whether it may be done again though the upstream may have acted on it
     * @param leftNanos until the call's deadline
     */
    long waitNanos(Throwable failure, int made, boolean repeatable, long leftNanos) {
        boolean passing = Failures.isPassing(failure);
        long asked = passing ? heed(failure) : 0;
        if (!passing || made >= attempts || !(repeatable || Failures.isUntaken(failure)) || !mayPass(failure)) {
            return NONE;
        }
        long wait = Math.max(Math.max(backoff.nanos(made), asked), hold.leftNanos());
        // If it came too late, waiting for it would only cost the caller time.
        return leftNanos - wait >= leastNanos && mayRetry() ? wait : NONE;
    }

    private long heed(Throwable failure) {
        Duration wait = Failures.retryAfter(failure);
        if (wait == null) {
            return 0;
        }
        hold.extend(wait);
        // No deadline is longer.
        return wait.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : wait.toNanos();
    }

    private boolean mayPass(Throwable failure) {
        try {
            return engine.retryIf().test(failure);
        } catch (Throwable fault) {
            engine.faults().report("retryIf of upstream " + engine.name(), fault);
            return false;
        }
    }

    private boolean mayRetry() {
        return !counted || budget.tryRetry(share, floor);
    }

    /**
     * How much longer a call has to wait that has waited, because others have been told so in the meantime; 0 if it need not,
     * {@link #NONE} if it would be too late.
     */
    long moreNanos(long leftNanos) {
        long wait = Math.max(0, hold.leftNanos());
        return wait == 0 || leftNanos - wait >= leastNanos ? wait : NONE;
    }

    /** How many further attempts the budget refused. */
    long refused() {
        return budget.refused();
    }
}
