/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

/**
 * What a cache has saved since it was made.
 *
 * @param hits calls answered from the cache while the answer was fresh
 * @param joined calls answered by one that was already under way for the same key, counted when the answer came
 * @param misses calls that had to ask the upstream
 * @param entries how much is kept now, about: fresh answers, stale ones, and keys known to have none
 * @param staleHits calls answered at once by a stale answer, while a newer one was asked for
 * @param negativeHits calls told at once that there is no answer, as was remembered
 * @param staleOnError calls answered by a stale answer since the upstream failed; those that asked it are misses too
 * @param shared calls answered by what another instance had asked for, found where they share answers
 */
public record CacheStats(
        long hits,
        long joined,
        long misses,
        long entries,
        long staleHits,
        long negativeHits,
        long staleOnError,
        long shared) {
    /** Of a cache in memory alone. */
    public CacheStats(
            long hits, long joined, long misses, long entries, long staleHits, long negativeHits, long staleOnError) {
        this(hits, joined, misses, entries, staleHits, negativeHits, staleOnError, 0);
    }

    /** Of a cache that keeps neither stale answers nor the lack of one. */
    public CacheStats(long hits, long joined, long misses, long entries) {
        this(hits, joined, misses, entries, 0, 0, 0);
    }

    /** The share of calls that were answered without a call of their own, from 0 to 1; 0 before the first. */
    public double hitRate() {
        long saved = hits + joined + staleHits + negativeHits + shared;
        long all = saved + misses;
        return all == 0 ? 0 : (double) saved / all;
    }
}
