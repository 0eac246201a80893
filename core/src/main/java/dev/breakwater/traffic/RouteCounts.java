/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import java.util.concurrent.atomic.LongAdder;

/** What is known of one route. Safe for use by many threads. */
final class RouteCounts {
    final String name;
    final LongAdder requests = new LongAdder();
    final LongAdder errors = new LongAdder();
    final RecentLatencies recent = new RecentLatencies();

    RouteCounts(String name) {
        this.name = name;
    }

    void add(boolean failed, long minute, long nanos) {
        requests.increment();
        if (failed) {
            errors.increment();
        }
        recent.add(minute, nanos);
    }
}
