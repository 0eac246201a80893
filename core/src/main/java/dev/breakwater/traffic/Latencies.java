/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

/**
 * How long requests took, as quantiles that are wrong by at most 1 % of their value between a microsecond and 73 minutes.
 * Those of several routes or instances can be put together exactly, which averages of quantiles cannot. Immutable.
 */
public final class Latencies {
    private final long[] counts;
    private final long count;

    private Latencies(long[] counts) {
        this.counts = counts;
        long sum = 0;
        for (long bucket : counts) {
            sum += bucket;
        }
        count = sum;
    }

    /** Of no request. */
    public static Latencies none() {
        return new Latencies(emptyCounts());
    }

    static Latencies of(long[] counts) {
        return new Latencies(counts);
    }

    static long[] emptyCounts() {
        return new long[LatencySketch.DOUBLINGS * LatencySketch.STEPS];
    }

    /** Of both together. */
    public Latencies and(Latencies more) {
        long[] sum = counts.clone();
        more.addTo(sum);
        return new Latencies(sum);
    }

    void addTo(long[] sum) {
        for (int i = 0; i < counts.length; i++) {
            sum[i] += counts[i];
        }
    }

    /** Of how many requests. */
    public long count() {
        return count;
    }

    /**
     * What this share of the requests did not exceed.
     *
     * @param share from 0 to 1: 0.95
     * @return nanoseconds; 0 if there was no request
     */
    public long quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share: " + share + " (expected: 0 to 1)");
        }
        long rank = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= rank) {
                return LatencySketch.middleOf(bucket);
            }
        }
        return 0;
    }
}
