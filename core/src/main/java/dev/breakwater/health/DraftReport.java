/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.json.JsonWriter;
import java.util.List;

/**
 * {@code application/health+json} as draft-inadarei-api-health-check-06 has it: degraded is {@code warn}, and what is
 * measured of a component is how long its check took.
 */
final class DraftReport {
    private DraftReport() {}

    static String write(HealthReport report) {
        JsonWriter json = JsonWriter.object().put("status", status(report.status()));
        if (report.name() != null) {
            json.put("serviceId", report.name());
        }
        if (report.version() != null) {
            json.put("releaseId", report.version());
        }
        List<ComponentHealth> components = report.components();
        if (components != null) {
            json.open("checks");
            for (ComponentHealth component : components) {
                check(json, component, report);
            }
            json.close();
        }
        return json.end();
    }

    private static String status(String status) {
        return switch (status) {
            case "UP" -> "pass";
            case "DEGRADED" -> "warn";
            default -> "fail";
        };
    }

    private static void check(JsonWriter json, ComponentHealth component, HealthReport report) {
        boolean measured = component.isKnown() && !component.passive();
        json.openArray(measured ? component.name() + ":responseTime" : component.name());
        json.openElement().put("componentId", component.name()).put("componentType", JsonReport.word(component.kind()));
        if (measured) {
            json.put("observedValue", JsonReport.millis(component.durationNanos()))
                    .put("observedUnit", "ms");
        }
        json.put("status", status(component.status().name()));
        JsonReport.describe(json, component, report);
        // Section 4.7: no output with a pass.
        if (component.status() != HealthStatus.UP) {
            JsonReport.output(json, component.message());
        }
        json.close().closeArray();
    }
}
