/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The newest changes of a component, oldest first, and whether there are too many of them. For one thread at a time. */
final class History {
    static final int LENGTH = 50;
    /** So many changes within {@link #FLAPPING_SPAN}, and nobody should trust the status of the moment. */
    static final int FLAPPING = 6;

    static final Duration FLAPPING_SPAN = Duration.ofMinutes(10);

    private final long[] nanos = new long[FLAPPING];
    private List<HealthTransition> newest = List.of();
    private int count;

    void add(HealthTransition transition, long at) {
        nanos[count % FLAPPING] = at;
        count++;
        List<HealthTransition> more = new ArrayList<>(newest);
        more.add(transition);
        newest = List.copyOf(more.subList(Math.max(0, more.size() - LENGTH), more.size()));
    }

    List<HealthTransition> newest() {
        return newest;
    }

    // The slot that would be written next holds the oldest of the last few.
    boolean isFlapping(long now) {
        return count >= FLAPPING && now - nanos[count % FLAPPING] <= FLAPPING_SPAN.toNanos();
    }
}
