/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.reports;

import dev.breakwater.Observer;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import java.util.List;

/**
 * Where reports go: to the observers and into the log {@code breakwater.reports}. Keeps count of how many were taken this
 * minute, and so outlives the guards of changing configurations. Safe for use by many threads.
 */
public final class ReportIntake {
    private final Observer observer;
    private final PerMinute requests;
    private final ReportLog log;

    private ReportIntake(Observer observer, TimeSource time) {
        this.observer = observer;
        requests = new PerMinute(time);
        log = new ReportLog(time);
    }

    /**
     * With nothing taken yet.
     *
     * @param observer who hears of each report: the runtime's, which hands it to all others
     */
    public static ReportIntake of(Observer observer, TimeSource time) {
        return new ReportIntake(observer, time);
    }

    /** Whether one more request may bring reports in this minute. */
    boolean isOpen(ReportsPolicy policy) {
        return requests.next(policy.maxPerMinute()) != PerMinute.REFUSED;
    }

    /** How long it is until requests are taken again. */
    long secondsLeft() {
        return requests.secondsLeft();
    }

    void take(List<BrowserReport> reports, Exchange exchange) {
        for (BrowserReport report : reports) {
            observer.on(report, exchange);
            log.write(report, exchange);
        }
    }
}
