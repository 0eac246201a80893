/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.health.ComponentHealth;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.health.HealthStatus;
import dev.breakwater.redact.Redactor;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An indicator of Boot's as a check that runs in the background. It keeps the last health that was good and the last that
 * was not, so that Actuator gets the details that belong to what thresholds and time limits made of the runs. Safe for
 * use by many threads.
 *
 * @param <H> what the indicator finds
 */
final class IndicatorCheck<H> implements HealthCheck {
    private static final int LONGEST_MESSAGE = 512;
    private static final int PATIENCE_MILLIS = 2_500;

    private final String name;
    private final Scope scope;
    private final boolean critical;
    private final Callable<@Nullable H> indicator;
    private final ActuatorTypes<?, H> types;
    private final Supplier<Optional<HealthAggregator>> aggregator;
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile @Nullable Found<H> good;
    private volatile @Nullable Found<H> bad;

    IndicatorCheck(
            String name,
            Scope scope,
            boolean critical,
            Callable<@Nullable H> indicator,
            ActuatorTypes<?, H> types,
            Supplier<Optional<HealthAggregator>> aggregator) {
        this.name = name;
        this.scope = scope;
        this.critical = critical;
        this.indicator = indicator;
        this.types = types;
        this.aggregator = aggregator;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Scope scope() {
        return scope;
    }

    @Override
    public boolean critical() {
        return critical;
    }

    @Override
    public HealthResult check() throws Exception {
        try {
            H health = indicator.call();
            HealthResult result = health == null ? HealthResult.up() : judged(health);
            note(health, result);
            return result;
        } catch (Throwable fault) {
            note(down(shown(fault.toString())), HealthResult.down(fault.toString()));
            throw fault;
        } finally {
            first.countDown();
        }
    }

    private void note(@Nullable H health, HealthResult result) {
        Found<H> found = new Found<>(health, shown(result.message()));
        if (result.status() == HealthStatus.DOWN) {
            bad = found;
        } else {
            good = found;
        }
    }

    // As the aggregator shows it, so that a message tells which health it came from.
    private static @Nullable String shown(@Nullable String message) {
        return message == null ? null : Redactor.standard().text(message, LONGEST_MESSAGE);
    }

    // A status of somebody's own is as bad as the code it is answered with.
    private HealthResult judged(H health) {
        if (types.status(health).equals("UP")) {
            return HealthResult.up();
        }
        return types.httpStatus(health) >= 500 ? HealthResult.down(why(health)) : HealthResult.degraded(why(health));
    }

    private String why(H health) {
        Map<String, Object> details = types.details(health);
        Object error = details.get("error");
        if (error != null) {
            return error.toString();
        }
        String description = types.description(health);
        if (!description.isEmpty()) {
            return description;
        }
        return details.isEmpty() ? types.status(health) : types.status(health) + ' ' + details;
    }

    /** What was found. Does not look itself, unless nobody does it in the background. */
    @Nullable
    H told() {
        ComponentHealth component = component();
        if (component == null) {
            return looked();
        }
        return component.isKnown() ? told(component) : toldFirst();
    }

    /** Whoever asks right after the start wants to know: of the first run, and of no other, the end is waited for. */
    private @Nullable H toldFirst() {
        try {
            boolean unused = first.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        ComponentHealth component = component();
        if (component != null && component.isKnown()) {
            return told(component);
        }
        Found<H> found = bad == null ? good : bad;
        return found == null ? types.health("OUT_OF_SERVICE", Map.of("error", "not run yet")) : found.health();
    }

    private @Nullable H told(ComponentHealth component) {
        Found<H> last = component.status() == HealthStatus.DOWN ? bad : good;
        if (last != null && Objects.equals(last.message(), component.message())) {
            return last.health();
        }
        return component.status() == HealthStatus.DOWN
                ? down(component.message())
                : types.health(component.status().name(), Map.of());
    }

    private H down(@Nullable String message) {
        return types.health("DOWN", message == null ? Map.of() : Map.of("error", message));
    }

    private @Nullable H looked() {
        try {
            return indicator.call();
        } catch (RuntimeException fault) {
            throw fault;
        } catch (Exception fault) {
            throw new IllegalStateException(fault);
        }
    }

    private @Nullable ComponentHealth component() {
        HealthAggregator running = aggregator.get().orElse(null);
        if (running == null) {
            return null;
        }
        for (ComponentHealth component : running.snapshot().components()) {
            if (component.name().equals(name)) {
                return component;
            }
        }
        return null;
    }

    /** What a run found, and what the aggregator says of it. */
    private record Found<H>(@Nullable H health, @Nullable String message) {}
}
