/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.upstream.BreakerChanged;
import dev.breakwater.upstream.UpstreamResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How calls to upstreams end, how long their callers wait, and what their breakers do. */
final class UpstreamMeters {
    private static final String CALLS = "breakwater.upstream.calls";

    private final MeterRegistry registry;
    private final Counters counters;
    private final BoundedNames upstreams;
    private final Map<List<String>, Timer> timers = new ConcurrentHashMap<>();

    UpstreamMeters(MeterRegistry registry, Counters counters) {
        this.registry = registry;
        this.counters = counters;
        upstreams = BoundedNames.counting(100, counters, CALLS, "upstream");
    }

    void count(UpstreamResult result) {
        String upstream = upstreams.bounded(result.upstream());
        String outcome =
                result.failure() == null ? "answered" : result.failure().text();
        String source = result.fallback() ? "fallback" : result.source().text();
        timers.computeIfAbsent(List.of(upstream, outcome, source), this::timer)
                .record(result.durationNanos(), TimeUnit.NANOSECONDS);
        if (result.fallback()) {
            fallback(upstream, result);
        }
        if (result.attempts() > 0) {
            counters.of("breakwater.upstream.attempts", "upstream", upstream).increment(result.attempts());
        }
    }

    private void fallback(String upstream, UpstreamResult result) {
        String reason = result.failure() == null ? "none" : result.failure().text();
        counters.of("breakwater.upstream.fallbacks", "upstream", upstream, "reason", reason)
                .increment();
    }

    void count(BreakerChanged change) {
        counters.of(
                        "breakwater.upstream.breaker.transitions",
                        "upstream",
                        upstreams.bounded(change.upstream()),
                        "to",
                        change.to().text())
                .increment();
    }

    private Timer timer(List<String> tags) {
        return Timer.builder(CALLS)
                .description(Help.of(CALLS))
                .tags("upstream", tags.get(0), "outcome", tags.get(1), "source", tags.get(2))
                .register(registry);
    }
}
