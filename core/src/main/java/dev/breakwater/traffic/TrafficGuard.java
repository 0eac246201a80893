/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;

/**
 * Counts every request, whoever answers it, and labels it for those who count it elsewhere. Stands before all guards that
 * may answer, so that what they refuse is counted too. Safe for use by many threads.
 */
public final class TrafficGuard implements Guard {
    private final Traffic traffic;
    private final Verdict proceed;

    /** A guard that counts here. */
    public TrafficGuard(Traffic traffic) {
        this.traffic = traffic;
        proceed = Verdict.proceed().then(traffic::ended);
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public Stage stage() {
        return Stage.OBSERVE;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        traffic.began();
        return proceed;
    }
}
