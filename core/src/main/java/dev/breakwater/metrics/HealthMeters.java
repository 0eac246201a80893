/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.health.ComponentHealth;
import dev.breakwater.health.HealthSnapshot;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Meters over the snapshot of health: whoever looks at them runs no check. Safe for use by many threads. */
final class HealthMeters implements AutoCloseable {
    private static final int MOST_COMPONENTS = 200;
    private static final String DURATION = "breakwater.health.check.duration";

    private final MeterRegistry registry;
    private final Set<String> components = ConcurrentHashMap.newKeySet();
    private final Set<Meter> shown = ConcurrentHashMap.newKeySet();
    private volatile Supplier<@Nullable HealthSnapshot> health = () -> null;

    HealthMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void begin(Supplier<@Nullable HealthSnapshot> snapshot) {
        health = snapshot;
        showAll();
    }

    /** Shows the components there are now. */
    void showAll() {
        HealthSnapshot now = health.get();
        if (now != null) {
            now.components().forEach(component -> show(component.name()));
        }
    }

    /** Shows a component; of one that is gone, nothing is said. */
    void show(String component) {
        if (components.size() >= MOST_COMPONENTS || !components.add(component)) {
            return;
        }
        gauge("breakwater.health.status", component, HealthMeters::figure);
        gauge("breakwater.health.critical", component, now -> now.critical() ? 1 : 0);
        gauge("breakwater.health.stuck", component, now -> now.stuck() ? 1 : 0);
        shown.add(FunctionTimer.builder(
                        DURATION,
                        this,
                        meters -> (long) meters.number(component, ComponentHealth::runs, 0),
                        meters -> meters.number(component, ComponentHealth::totalNanos, 0),
                        TimeUnit.NANOSECONDS)
                .description(Help.of(DURATION))
                .tags("component", component)
                .register(registry));
    }

    private void gauge(String name, String component, ToDoubleFunction<ComponentHealth> number) {
        shown.add(Gauge.builder(name, this, meters -> meters.number(component, number, Double.NaN))
                .description(Help.of(name))
                .tags(Tags.of("component", component))
                .strongReference(true)
                .register(registry));
    }

    private double number(String component, ToDoubleFunction<ComponentHealth> number, double unknown) {
        HealthSnapshot now = health.get();
        if (now == null) {
            return unknown;
        }
        for (ComponentHealth known : now.components()) {
            if (known.name().equals(component)) {
                return number.applyAsDouble(known);
            }
        }
        return unknown;
    }

    private static double figure(ComponentHealth component) {
        return switch (component.status()) {
            case UP -> 1;
            case DEGRADED -> 0.5;
            case DOWN -> 0;
        };
    }

    @Override
    public void close() {
        shown.forEach(registry::remove);
        shown.clear();
    }
}
