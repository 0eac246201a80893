/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.cost.budget.BudgetStore;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.upstream.AnswerStore;

/**
 * What instances of a service share, and how they get at it. Safe for use by many threads; never blocks a request for
 * longer than it was told to.
 */
public interface SharedState extends AutoCloseable {
    /** The buckets of rate limits, the same store each time. */
    RateLimitStore rateLimits();

    /** The counts of budgets, the same store each time. */
    BudgetStore budgets();

    /** The answers of upstreams, the same store each time. */
    AnswerStore answers();

    /** Whether it can be reached: a passive check. */
    HealthCheck health();

    /**
     * Names who is to hear that what {@link #health()} says may have changed, in the place of whoever was named before. It is
     * called on any thread, must not wait, and must not throw. By default nobody ever hears.
     */
    default void onChange(Runnable heard) {}

    /** Lets go of it. From then on nothing is available; does nothing if it has been closed. */
    @Override
    void close();
}
