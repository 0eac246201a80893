/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.upstream.BreakerChanged;
import dev.breakwater.upstream.UpstreamResult;
import java.util.concurrent.atomic.LongAdder;

/** What came of the calls to one upstream. Safe for use by many threads. */
final class UpstreamCounts {
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder attempts = new LongAdder();
    private final LongAdder fallbacks = new LongAdder();
    private volatile BreakerChanged.State breaker = BreakerChanged.State.CLOSED;

    void add(UpstreamResult result) {
        calls.increment();
        attempts.add(result.attempts());
        if (!result.isAnswered()) {
            failures.increment();
        }
        if (result.fallback()) {
            fallbacks.increment();
        }
    }

    void breaker(BreakerChanged.State now) {
        breaker = now;
    }

    long calls() {
        return calls.sum();
    }

    long failures() {
        return failures.sum();
    }

    long attempts() {
        return attempts.sum();
    }

    long fallbacks() {
        return fallbacks.sum();
    }

    /** What the breaker was last heard to be. */
    String breaker() {
        return breaker.text();
    }
}
