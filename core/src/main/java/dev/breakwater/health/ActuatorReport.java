/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.json.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Spring Boot Actuator's format: groups and components by name; how a component is in particular is its details. */
final class ActuatorReport {
    private ActuatorReport() {}

    /**
     * Writes the whole.
     *
     * @param members what the components stand under: version 2 calls them details, version 3 components
     */
    static String write(HealthReport report, String members) {
        JsonWriter json = JsonWriter.object().put("status", report.status());
        if (!report.groups().isEmpty()) {
            json.put("groups", report.groups());
        }
        List<ComponentHealth> components = report.components();
        if (components != null && !components.isEmpty()) {
            json.open(members);
            for (ComponentHealth component : sorted(components)) {
                leaf(json, component, report);
            }
            json.close();
        }
        return json.end();
    }

    private static List<ComponentHealth> sorted(List<ComponentHealth> components) {
        List<ComponentHealth> sorted = new ArrayList<>(components);
        sorted.sort(Comparator.comparing(ComponentHealth::name));
        return sorted;
    }

    private static void leaf(JsonWriter json, ComponentHealth component, HealthReport report) {
        json.open(component.name()).put("status", component.status().name()).open("details");
        JsonReport.describe(json, component, report);
        String message = component.message();
        if (message != null) {
            json.put(component.status() == HealthStatus.DOWN ? "error" : "message", message);
        }
        json.close().close();
    }
}
