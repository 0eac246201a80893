/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.health.ComponentHealth;
import dev.breakwater.health.HealthCheck.Scope;
import dev.breakwater.health.HealthStatus;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Our own components as Actuator shows them, below one composite. Reads the last snapshot. Safe for use by many threads. */
final class OwnComponents {
    private final ObjectProvider<BreakwaterRuntime> runtime;
    private final ObjectProvider<BackgroundNames> background;

    // Providers, because Actuator collects its contributors early, and the runtime the application's beans.
    OwnComponents(ObjectProvider<BreakwaterRuntime> runtime, ObjectProvider<BackgroundNames> background) {
        this.runtime = runtime;
        this.background = background;
    }

    /** All but Boot's own indicators. */
    List<ComponentHealth> all() {
        BackgroundNames names = background.getIfAvailable();
        return Vitals.health(runtime.getObject())
                .map(health -> health.snapshot().components())
                .orElse(List.of())
                .stream()
                .filter(component -> names == null || !names.contains(component.name()))
                .toList();
    }

    /** The one of this name, if there is one. */
    @Nullable
    ComponentHealth named(String name) {
        for (ComponentHealth component : all()) {
            if (component.name().equals(name)) {
                return component;
            }
        }
        return null;
    }

    /** What it means for the whole service: what others share, or the service can do without, only degrades it. */
    static String status(ComponentHealth component) {
        if (!component.isKnown()) {
            return "UNKNOWN";
        }
        boolean isFatal = component.critical() && component.scope() == Scope.LOCAL;
        HealthStatus found = component.status();
        return found == HealthStatus.DOWN && !isFatal ? HealthStatus.DEGRADED.name() : found.name();
    }

    static Map<String, Object> details(ComponentHealth component) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("found", component.status().name());
        details.put("critical", component.critical());
        details.put("scope", component.scope().name());
        if (component.message() != null) {
            details.put("output", component.message());
        }
        if (component.lastSuccess() != null) {
            details.put("lastSuccess", component.lastSuccess().toString());
        }
        return details;
    }
}
