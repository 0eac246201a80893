/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import dev.breakwater.exchange.Outcome;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is known of one route. Safe for use by many threads. */
final class RouteCounts {
    final String name;
    final LongAdder requests = new LongAdder();
    final LongAdder errors = new LongAdder();
    final RecentLatencies recent = new RecentLatencies();

    private volatile @Nullable RequestLabels last;

    RouteCounts(String name) {
        this.name = name;
    }

    /** The labels of such a request: those of the one before, if they are the same, which they nearly always are. */
    RequestLabels labels(String method, int status, Outcome.Kind outcome) {
        RequestLabels before = last;
        if (before != null
                && before.method().equals(method)
                && before.status() == status
                && before.outcome() == outcome) {
            return before;
        }
        RequestLabels labels = new RequestLabels(method, name, status, outcome);
        last = labels;
        return labels;
    }

    void add(boolean failed, long minute, long nanos) {
        requests.increment();
        if (failed) {
            errors.increment();
        }
        recent.add(minute, nanos);
    }
}
