/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What was last known of each zone. Safe for use by many threads. */
final class LastKnown<T> {
    private final Map<Zone, T> known = new ConcurrentHashMap<>();
    private final Function<T, Instant> time;

    /** Of things of this time. */
    LastKnown(Function<T, Instant> time) {
        this.time = time;
    }

    /** Was said just now. */
    void told(Zone zone, T said) {
        known.put(zone, said);
    }

    /** Was said to somebody at some time: it may be older than what is known. */
    void found(Zone zone, T said) {
        known.merge(zone, said, (last, other) -> time.apply(other).isAfter(time.apply(last)) ? other : last);
    }

    T of(Zone zone, T otherwise) {
        return known.getOrDefault(zone, otherwise);
    }
}
