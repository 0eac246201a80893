/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.util.concurrent.atomic.AtomicInteger;

/** At most so many calls at a time; the number may change while they run. Safe for use by many threads. */
final class Bulkhead {
    private final io.github.resilience4j.bulkhead.Bulkhead permits;
    private final AtomicInteger owed = new AtomicInteger();
    private int most;

    Bulkhead(String name, int most) {
        this.most = most;
        permits = io.github.resilience4j.bulkhead.Bulkhead.of(
                name, BulkheadConfig.custom().maxConcurrentCalls(most).build());
    }

    boolean tryAcquire() {
        // Resilience4j waits for its permits, for no time at all here, and a wait refuses an interrupted thread.
        boolean interrupted = Thread.interrupted();
        boolean acquired = permits.tryAcquirePermission();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return acquired;
    }

    /** How many run now. */
    synchronized int running() {
        // Of those that are to be fewer, the ones not paid back yet still run.
        return most - permits.getMetrics().getAvailableConcurrentCalls() + owed.get();
    }

    void release() {
        if (!paysBack()) {
            permits.onComplete();
        }
    }

    /**
     * From now on so many. Resilience4j's own change to a smaller number waits until enough calls have ended, which hung
     * ones never do: here their permits vanish as they come back.
     */
    synchronized void resize(int wanted) {
        for (; most > wanted; most--) {
            owed.incrementAndGet();
            if (tryAcquire() && !paysBack()) {
                permits.onComplete();
            }
        }
        for (; most < wanted; most++) {
            if (!paysBack()) {
                permits.changeConfig(oneMore());
            }
        }
    }

    private boolean paysBack() {
        return owed.getAndUpdate(debt -> Math.max(0, debt - 1)) > 0;
    }

    private BulkheadConfig oneMore() {
        int now = permits.getBulkheadConfig().getMaxConcurrentCalls();
        return BulkheadConfig.from(permits.getBulkheadConfig())
                .maxConcurrentCalls(now + 1)
                .build();
    }
}
