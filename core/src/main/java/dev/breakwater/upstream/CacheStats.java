/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

/**
 * What a cache has saved since it was made.
 *
 * @param hits calls answered from the cache
 * @param joined calls answered by one that was already under way for the same key, counted when the answer came
 * @param misses calls that had to ask the upstream
 * @param entries how many answers are kept now, about
 */
public record CacheStats(long hits, long joined, long misses, long entries) {
    /** The share of calls that were answered without a call of their own, from 0 to 1; 0 before the first. */
    public double hitRate() {
        long saved = hits + joined;
        long all = saved + misses;
        return all == 0 ? 0 : (double) saved / all;
    }
}
