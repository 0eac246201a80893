/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

/**
 * How a promise is kept. Of what may go wrong by it, the budget, {@link #budgetRemaining} says what is left; a burn rate
 * says how fast it is being spent: at 1 it lasts exactly as long as the promise is about, at 14.4 a month's budget is gone
 * in 50 hours.
 *
 * @param name {@code availability} or {@code latency}
 * @param objective the share of good requests that was promised, in percent
 * @param good requests that kept it, since the start
 * @param total requests it was about, since the start
 * @param budgetRemaining from 1, nothing is spent, to 0, all is; below 0 it is overdrawn. Of the last 30 days, or since the
 *     start if that is later
 * @param burnRate5m over the last five minutes; 0 without requests
 * @param burnRate1h over the last hour; 0 without requests
 */
public record SloState(
        String name,
        double objective,
        long good,
        long total,
        double budgetRemaining,
        double burnRate5m,
        double burnRate1h) {}
