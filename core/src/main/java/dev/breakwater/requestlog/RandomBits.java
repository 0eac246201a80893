/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Random bits for ids, which must differ but are no secrets: the SplitMix64 sequence from a seed nobody knows. One shared
 * number, so that threads do not wait for each other.
 */
final class RandomBits implements LongSupplier {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final AtomicLong state;

    RandomBits(long seed) {
        state = new AtomicLong(seed);
    }

    static RandomBits seeded() {
        return new RandomBits(new SecureRandom().nextLong());
    }

    @Override
    public long getAsLong() {
        long z = state.addAndGet(GOLDEN_GAMMA);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
