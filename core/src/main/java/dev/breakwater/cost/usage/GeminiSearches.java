/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

/**
 * How many search queries Gemini names in an answer. Each candidate has its own, and the chunks of a stream may repeat
 * them: of a candidate the most that one chunk names hold, and the candidates add up.
 */
final class GeminiSearches {
    // As many candidates as can be asked for; any beyond share the last place.
    private static final int MOST_CANDIDATES = 8;

    private final long[] most = new long[MOST_CANDIDATES];
    private int position;
    private long index;
    private long queries;

    void candidatesBegin() {
        position = 0;
    }

    /** A candidate that does not say which one it is stands in its order. */
    void candidateBegins() {
        index = position++;
        queries = 0;
    }

    void index(long candidate) {
        index = candidate;
    }

    /** Empty queries are among those that are named, but not among those that are billed. */
    void query(long bytes) {
        if (bytes > 0) {
            queries++;
        }
    }

    void candidateEnds() {
        int place = (int) Math.min(index, MOST_CANDIDATES - 1);
        most[place] = Math.max(most[place], queries);
    }

    long total() {
        long total = 0;
        for (long each : most) {
            total += each;
        }
        return total;
    }
}
