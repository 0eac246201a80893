/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.redis;

/** How long things took, each to within a thirty-second of itself. Not for use by several threads. */
public final class Latencies {
    private static final int SUB_BITS = 5;

    private final long[] counts = new long[Long.SIZE << SUB_BITS];

    /** Another one, in nanoseconds. */
    public void add(long nanos) {
        counts[index(Math.max(0, nanos))]++;
    }

    /** All of these as well. */
    public void add(Latencies others) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += others.counts[i];
        }
    }

    /** How many there are. */
    public long count() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Nanoseconds that this share of all took at most. */
    public long quantile(double share) {
        long beyond = Math.round(count() * share);
        for (int i = 0; i < counts.length; i++) {
            beyond -= counts[i];
            if (beyond <= 0) {
                return value(i);
            }
        }
        return 0;
    }

    // The highest bit, then the five after it.
    private static int index(long nanos) {
        int shift = Math.max(0, Long.SIZE - SUB_BITS - 1 - Long.numberOfLeadingZeros(nanos));
        return (shift << SUB_BITS) + (int) (nanos >>> shift);
    }

    private static long value(int index) {
        int shift = Math.max(0, (index >>> SUB_BITS) - 1);
        return (long) (index - (shift << SUB_BITS)) << shift;
    }
}
