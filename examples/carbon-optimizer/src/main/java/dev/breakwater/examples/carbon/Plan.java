/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where and when to run, beside what would be without a plan.
 *
 * @param best the run with the least CO2, of several the earliest
 * @param now the run in the workload's first zone that begins at once
 * @param isEstimate whether any of the forecasts it comes from is an estimate
 */
record Plan(Run best, Run now, boolean isEstimate) {

    /**
     * A run of the workload.
     *
     * @param zone where
     * @param start when it begins
     * @param grams what it causes, in grams of CO2 equivalent
     */
    record Run(Zone zone, Instant start, double grams) {
        static Run of(Workload work, Forecast forecast, Instant start) {
            return new Run(forecast.zone(), start, forecast.grams(work.watts(), start, work.length()));
        }
    }

    /**
     * Looks at every zone, now and at each full hour that the forecast reaches.
     *
     * @param forecasts one for each of the workload's zones, in their order
     */
    static Plan of(Workload work, List<Forecast> forecasts, Instant now) {
        Run atOnce = Run.of(work, forecasts.get(0), now);
        Run best = atOnce;
        for (Forecast forecast : forecasts) {
            Instant latest = earlier(work.deadline(), forecast.end()).minus(work.length());
            Instant start = now;
            do {
                Run run = Run.of(work, forecast, start);
                best = run.grams() < best.grams() ? run : best;
                start = start.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
            } while (!start.isAfter(latest));
        }
        return new Plan(best, atOnce, forecasts.stream().anyMatch(Forecast::isEstimate));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    double savedGrams() {
        return now.grams() - best.grams();
    }
}
