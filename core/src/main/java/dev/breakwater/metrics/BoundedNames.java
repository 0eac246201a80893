/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The first names seen, and one name for all that come later: a tag must not grow with what clients invent. */
final class BoundedNames {
    static final String OTHER = "_OTHER";

    private final int most;
    private final Runnable overflowed;
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /**
     * For one tag.
     *
     * @param most how many names are told apart
     * @param overflowed called each time another one was asked for
     */
    BoundedNames(int most, Runnable overflowed) {
        this.most = most;
        this.overflowed = overflowed;
    }

    /** Counts in {@code breakwater.metrics.overflow} what is not told apart. */
    static BoundedNames counting(int most, Counters counters, String meter, String tag) {
        return new BoundedNames(
                most,
                () -> counters.of("breakwater.metrics.overflow", "meter", meter, "tag", tag)
                        .increment());
    }

    String bounded(String name) {
        if (names.contains(name) || isTaken(name)) {
            return name;
        }
        overflowed.run();
        return OTHER;
    }

    private synchronized boolean isTaken(String name) {
        return names.contains(name) || (names.size() < most && names.add(name));
    }
}
