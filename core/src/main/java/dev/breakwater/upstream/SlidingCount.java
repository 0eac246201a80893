/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what happened in the last while, in steps of a few: a step that has only begun counts as whole. Safe for use by
 * many threads, and without locks.
 */
final class SlidingCount {
    private static final int COUNT_BITS = 32;
    private static final long COUNT = (1L << COUNT_BITS) - 1;

    /** Each the number of its step in the upper half, what happened in it in the lower. */
    private final AtomicLongArray cells;

    private final long stepNanos;

    /** A count over so many steps of this length. */
    SlidingCount(int steps, long stepNanos) {
        cells = new AtomicLongArray(steps);
        this.stepNanos = stepNanos;
    }

    /** Adds to the step of this moment, which is never before zero. */
    void add(long nanos, int change) {
        long step = step(nanos);
        cells.updateAndGet(cell(step), there -> added(there, step, change));
    }

    /** Whoever comes so late that a later step has the cell changes nothing any more. */
    private static long added(long there, long step, int change) {
        if (there >>> COUNT_BITS > step) {
            return there;
        }
        long count = numbered(there, step) ? there & COUNT : 0;
        return step << COUNT_BITS | Math.max(0, count + change);
    }

    /** How much it is up to this moment. */
    long sum(long nanos) {
        long sum = 0;
        long last = step(nanos);
        for (long step = Math.max(0, last - cells.length() + 1); step <= last; step++) {
            long there = cells.get(cell(step));
            sum += numbered(there, step) ? there & COUNT : 0;
        }
        return sum;
    }

    private long step(long nanos) {
        return nanos / stepNanos;
    }

    private int cell(long step) {
        return (int) (step % cells.length());
    }

    private static boolean numbered(long there, long step) {
        return there >>> COUNT_BITS == step;
    }
}
