/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

/**
 * Decides which ordinary requests leave an event: of those that belong to one trace, all or none, here and in every
 * service that samples at the same rate, because the decision depends on nothing but the id. Immutable.
 */
final class Sampling {
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double RANGE = 0x1p53;

    private final double rate;
    private final long salt;
    private final long keptBelow;

    /**
     * Samples at this rate.
     *
     * @param rate how many of all, from 0 to 1
     * @param salt keeps those who choose their trace's id from choosing this too, if it is not known to them
     */
    Sampling(double rate, long salt) {
        this.rate = rate;
        this.salt = salt;
        keptBelow = (long) (rate * RANGE);
    }

    double rate() {
        return rate;
    }

    boolean keeps(RequestEvent event) {
        return rate >= 1 || hash(event.traceId() == null ? event.requestId() : event.traceId()) >>> 11 < keptBelow;
    }

    // FNV-1a, then the finalizer of SplitMix64, which spreads what differs in few bits over all of them.
    private long hash(String id) {
        long hash = FNV_BASIS ^ salt;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }
}
