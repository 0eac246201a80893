/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** How many requests came lately, and how many of them failed. Safe for use by many threads, without locks. */
final class RecentRates {
    private static final int REQUESTS = 0;
    private static final int ERRORS = 1;
    private static final long SPAN = TimeUnit.SECONDS.toNanos(5);
    private static final int SPANS_A_MINUTE = 12;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final CountRing ring = new CountRing(SPAN, 5 * SPANS_A_MINUTE, 2);

    void add(boolean failed, long sinceStart) {
        LongAdder[] now = ring.now(sinceStart);
        now[REQUESTS].increment();
        if (failed) {
            now[ERRORS].increment();
        }
    }

    TrafficRate overLast(int minutes, long sinceStart) {
        int before = minutes * SPANS_A_MINUTE;
        long requests = ring.sum(sinceStart, before, REQUESTS);
        long errors = ring.sum(sinceStart, before, ERRORS);
        // The spans before this one and what has passed of it; a service that has just begun has not had so much time.
        long watched = Math.min(before * SPAN + sinceStart % SPAN, sinceStart);
        double seconds = (double) Math.max(watched, SECOND) / SECOND;
        return new TrafficRate(requests / seconds, errors / seconds, requests == 0 ? 0 : (double) errors / requests);
    }
}
