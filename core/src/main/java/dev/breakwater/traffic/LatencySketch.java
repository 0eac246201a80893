/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts durations in buckets that grow with what they hold: 64 to each doubling, so that a bucket's middle is at most
 * 1/128 away from whatever is in it. Counts from a microsecond to 73 minutes; what is outside counts as the nearest bucket.
 * The counters of a doubling are made when they are first needed. Safe for use by many threads, without locks.
 */
final class LatencySketch {
    static final int STEPS = 64;
    static final int DOUBLINGS = 32;

    private static final int STEP_BITS = 6;
    private static final int LOWEST = 10;
    private static final int HIGHEST = LOWEST + DOUBLINGS - 1;

    private final AtomicReferenceArray<@Nullable AtomicIntegerArray> doublings = new AtomicReferenceArray<>(DOUBLINGS);

    void add(long nanos) {
        int bucket = bucketOf(nanos);
        counters(bucket / STEPS).incrementAndGet(bucket % STEPS);
    }

    /** Adds what has been counted to these counts, one for each bucket. */
    void addTo(long[] counts) {
        for (int doubling = 0; doubling < DOUBLINGS; doubling++) {
            AtomicIntegerArray counters = doublings.get(doubling);
            for (int step = 0; counters != null && step < STEPS; step++) {
                counts[doubling * STEPS + step] += counters.get(step);
            }
        }
    }

    private AtomicIntegerArray counters(int doubling) {
        AtomicIntegerArray known = doublings.get(doubling);
        if (known != null) {
            return known;
        }
        AtomicIntegerArray made = new AtomicIntegerArray(STEPS);
        AtomicIntegerArray earlier = doublings.compareAndExchange(doubling, null, made);
        return earlier == null ? made : earlier;
    }

    static int bucketOf(long nanos) {
        long counted = Math.max(nanos, 1L << LOWEST);
        int doubling = 63 - Long.numberOfLeadingZeros(counted);
        if (doubling > HIGHEST) {
            return DOUBLINGS * STEPS - 1;
        }
        int step = (int) (counted >>> (doubling - STEP_BITS)) & (STEPS - 1);
        return (doubling - LOWEST) * STEPS + step;
    }

    /** What all that is in a bucket is taken for, in nanoseconds. */
    static long middleOf(int bucket) {
        int shift = LOWEST + bucket / STEPS - STEP_BITS;
        return ((long) (STEPS + bucket % STEPS) << shift) + (1L << shift >> 1);
    }
}
