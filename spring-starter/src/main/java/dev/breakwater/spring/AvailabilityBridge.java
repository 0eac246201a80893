/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.health.HealthAggregator;
import dev.breakwater.runtime.BreakwaterRuntime;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Boot's availability and ours are one: a broken application fails our live probe, one that refuses traffic our ready
 * probe, and a drain, whoever began it, is known to Boot as refused traffic. Boot itself refuses traffic as soon as the
 * context is closed.
 */
final class AvailabilityBridge implements ApplicationListener<AvailabilityChangeEvent<?>>, SmartInitializingSingleton {
    private final BreakwaterRuntime runtime;
    private final ConfigurableApplicationContext context;

    AvailabilityBridge(BreakwaterRuntime runtime, ConfigurableApplicationContext context) {
        this.runtime = runtime;
        this.context = context;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (Vitals.drain(runtime).isPresent()) {
            runtime.onDrain(this::refuse);
        }
    }

    private void refuse() {
        if (context.isActive()) {
            AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        }
    }

    @Override
    public void onApplicationEvent(AvailabilityChangeEvent<?> event) {
        AvailabilityState state = event.getState();
        Vitals.health(runtime).ifPresent(health -> tell(health, state));
    }

    // What is broken stays broken: that is said only by who knows that nothing but a restart helps.
    private static void tell(HealthAggregator health, AvailabilityState state) {
        if (state == LivenessState.BROKEN) {
            health.breakLiveness();
        } else if (state instanceof ReadinessState) {
            health.acceptTraffic(state == ReadinessState.ACCEPTING_TRAFFIC);
        }
    }
}
