/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.util.Arrays;

/** Tokens by modality, as far as a provider tells them apart. For one thread. */
@SuppressWarnings("EnumOrdinal") // The numbers are places in an array, and never leave it.
final class ModalityCounts {
    private static final Modality[] MODALITIES = Modality.values();

    private final long[] tokens = new long[MODALITIES.length];
    private boolean told;

    void clear() {
        Arrays.fill(tokens, 0);
        told = false;
    }

    void add(Modality modality, long count) {
        tokens[modality.ordinal()] += count;
        told = true;
    }

    /** Whether the provider tells them apart. */
    boolean isTold() {
        return told;
    }

    long of(Modality modality) {
        return tokens[modality.ordinal()];
    }

    long total() {
        long total = 0;
        for (long each : tokens) {
            total += each;
        }
        return total;
    }
}
