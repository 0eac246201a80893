/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.overload.ConcurrencyLimiter.Load;
import dev.breakwater.overload.OverloadDecision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;

/** How full the service is, and what becomes of requests because of it. */
final class OverloadMeters {
    private static final String NAME = "breakwater.overload.";

    private final MeterRegistry registry;
    private final Counters counters;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final Set<Gauge> gauges = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean gauged = new AtomicBoolean();

    OverloadMeters(MeterRegistry registry, Counters counters) {
        this.registry = registry;
        this.counters = counters;
    }

    void count(OverloadDecision decision) {
        if (!gauged.get() && gauged.compareAndSet(false, true)) {
            gauge(decision.limiter());
        }
        Counter counter = counters.of(
                NAME + "decisions", "decision", decision.text(), "critical", Boolean.toString(decision.isCritical()));
        counter.increment();
        if (decision.waitedNanos() > 0) {
            timers.computeIfAbsent(decision.text(), this::timer).record(decision.waitedNanos(), TimeUnit.NANOSECONDS);
        }
    }

    // The limiter outlives all policies, so the one of the first decision is that of all.
    private void gauge(ConcurrencyLimiter limiter) {
        gauge("in.flight", limiter, Load::inFlight);
        gauge("peak", limiter, Load::peak);
        gauge("queued", limiter, Load::waiting);
        gauge("limit", limiter, load -> load.limit() == Integer.MAX_VALUE ? Double.NaN : load.limit());
    }

    private void gauge(String name, ConcurrencyLimiter limiter, ToDoubleFunction<Load> number) {
        gauges.add(Gauge.builder(NAME + name, limiter, asked -> number.applyAsDouble(asked.load()))
                .description(Help.of(NAME + name))
                .strongReference(true)
                .register(registry));
    }

    void close() {
        gauges.forEach(registry::remove);
        gauges.clear();
    }

    private Timer timer(String decision) {
        return Timer.builder(NAME + "wait")
                .description(Help.of(NAME + "wait"))
                .tags("decision", decision)
                .register(registry);
    }
}
