/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many permits ordinary requests leave to critical ones: as many as critical requests needed at their recent peak, and
 * at least one. Whenever a request ends, the peak sinks towards the critical requests in flight at present, by one
 * {@code max-concurrent}th of the way. So a peak is forgotten within a few rounds of requests, be they fast or slow, and no
 * clock is needed. Safe for use by many threads.
 */
final class CriticalReserve {
    // The peak in 65536ths, so that it can sink by less than one.
    private static final int SCALE = 16;

    private final AtomicLong peak = new AtomicLong();

    /** So many critical requests hold a permit now, or need one. */
    void rise(int critical) {
        long now = (long) critical << SCALE;
        long before = peak.get();
        while (now > before && !peak.compareAndSet(before, now)) {
            before = peak.get();
        }
    }

    /** A request has ended, and this many critical ones still hold a permit. */
    void sink(int critical, int maxConcurrent) {
        long before = peak.get();
        long above = before - ((long) critical << SCALE);
        if (above > 0) {
            // If somebody else changes it meanwhile, this step is lost, which changes nothing that matters.
            peak.compareAndSet(before, before - Math.max(1, above / maxConcurrent));
        }
    }

    /** How many permits ordinary requests may not take; none if there is but one. */
    int of(int maxConcurrent) {
        long rounded = (peak.get() + (1L << (SCALE - 1))) >> SCALE;
        return (int) Math.min(maxConcurrent - 1L, Math.max(1, rounded));
    }
}
