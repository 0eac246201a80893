/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A service under load in virtual time: the same numbers each time, in a fraction of a second. */
final class Simulation {
    private static final long SERVICE_NANOS = Duration.ofMillis(50).toNanos();

    private final ManualTime time = new ManualTime();
    private final ManualScheduler timer = new ManualScheduler(time);
    private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(time, timer);
    private final Random random = new Random(42);
    private final int permits;
    private final boolean steady;
    private final Tally critical = new Tally();
    private final Tally ordinary = new Tally();
    private long busyNanos;
    private long spanNanos;

    /**
     * A service.
     *
     * @param steady whether each request takes 50 ms, or that on average, exponentially distributed
     */
    Simulation(int permits, Duration maxWait, boolean steady) {
        this.permits = permits;
        this.steady = steady;
        limiter.use(OverloadPolicy.builder()
                .maxConcurrent(permits)
                .maxWait(maxWait)
                .criticalPaths(List.of("/critical"))
                .build());
    }

    /** Lets requests come at random, so many times as many as can be served, a tenth of them critical. */
    Simulation run(double load, int requests) {
        double meanGap = SERVICE_NANOS / (load * permits);
        for (int i = 0; i < requests; i++) {
            long gap = exponential(meanGap);
            spanNanos += gap;
            timer.advance(Duration.ofNanos(gap));
            arrive(random.nextInt(10) == 0);
        }
        return this;
    }

    private long exponential(double mean) {
        return (long) (-mean * Math.log(1 - random.nextDouble()));
    }

    private void arrive(boolean isCritical) {
        Tally tally = isCritical ? critical : ordinary;
        tally.offered++;
        Permit permit = limiter.tryEnter(isCritical);
        if (permit != null) {
            serve(permit, tally, 0);
        } else if (limiter.mayWait(isCritical)) {
            limiter.enterOrWait(new Waiter(isCritical) {
                @Override
                void ended(OverloadDecision.Outcome outcome, @Nullable Permit later, long waitedNanos) {
                    if (later != null) {
                        serve(later, tally, waitedNanos);
                    }
                }
            });
        }
    }

    private void serve(Permit permit, Tally tally, long waitedNanos) {
        tally.waits.add(waitedNanos);
        long nanos = steady ? SERVICE_NANOS : exponential(SERVICE_NANOS);
        busyNanos += nanos;
        timer.schedule(permit::release, nanos, TimeUnit.NANOSECONDS);
    }

    double criticalServed() {
        return critical.served();
    }

    double ordinaryServed() {
        return ordinary.served();
    }

    /** The part of the capacity that was used. */
    double used() {
        return (double) busyNanos / spanNanos / permits;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "critical %.3f%% (wait p50 %d p99 %d ms), ordinary %.1f%% (wait p50 %d p99 %d ms), used %.1f%%",
                criticalServed() * 100,
                critical.wait(0.5),
                critical.wait(0.99),
                ordinaryServed() * 100,
                ordinary.wait(0.5),
                ordinary.wait(0.99),
                used() * 100);
    }

    private static final class Tally {
        private final List<Long> waits = new ArrayList<>();
        private int offered;

        double served() {
            return (double) waits.size() / offered;
        }

        long wait(double quantile) {
            if (waits.isEmpty()) {
                return -1;
            }
            List<Long> sorted = new ArrayList<>(waits);
            Collections.sort(sorted);
            return TimeUnit.NANOSECONDS.toMillis(sorted.get((int) (quantile * (sorted.size() - 1))));
        }
    }
}
