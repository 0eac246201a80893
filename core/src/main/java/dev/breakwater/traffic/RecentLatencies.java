/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The durations of the running minute and the four before it. A minute that has passed is replaced as a whole, so nothing
 * is ever cleared under a writer's hands. Safe for use by many threads, without locks.
 */
final class RecentLatencies {
    private static final int MINUTES = 5;

    private final AtomicReferenceArray<@Nullable Minute> minutes = new AtomicReferenceArray<>(MINUTES);

    void add(long minute, long nanos) {
        at(minute).sketch.add(nanos);
    }

    private Minute at(long minute) {
        int place = (int) (minute % MINUTES);
        Minute held = minutes.get(place);
        while (held == null || held.number < minute) {
            Minute next = new Minute(minute);
            if (minutes.compareAndSet(place, held, next)) {
                return next;
            }
            held = minutes.get(place);
        }
        return held;
    }

    /** Adds what was counted in the five minutes that end with this one. */
    void addTo(long[] counts, long minute) {
        for (int place = 0; place < MINUTES; place++) {
            Minute held = minutes.get(place);
            if (held != null && held.number > minute - MINUTES) {
                held.sketch.addTo(counts);
            }
        }
    }

    private static final class Minute {
        final long number;
        final LatencySketch sketch = new LatencySketch();

        Minute(long number) {
            this.number = number;
        }
    }
}
