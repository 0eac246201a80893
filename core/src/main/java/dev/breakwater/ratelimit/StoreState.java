/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * How a store is doing. Immutable.
 *
 * @param available whether it answers
 * @param reason why it does not, for operators; null while it does
 * @param instances how many instances of the service share the buckets, as last known; 1 or more
 * @param questions how often the store has been asked, since this instance started
 * @param failures how often it has not answered
 * @param known how often it did not have to be asked, because the answer was known to be no
 */
public record StoreState(
        boolean available, @Nullable String reason, int instances, long questions, long failures, long known) {
    /** Of a store in this machine's memory. */
    public static final StoreState LOCAL = new StoreState(true, null, 1, 0, 0, 0);

    /** Checks the number of instances: this one is always there. */
    public StoreState {
        if (instances < 1) {
            throw new IllegalArgumentException("instances: " + instances + " (expected: 1 or more)");
        }
    }
}
