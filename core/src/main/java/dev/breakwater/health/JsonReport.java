/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.json.JsonWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Our own format: a status, and for operators the components by name. */
final class JsonReport {
    private JsonReport() {}

    static String write(HealthReport report) {
        JsonWriter json = JsonWriter.object().put("status", report.status());
        if (report.name() != null) {
            json.put("name", report.name());
        }
        if (report.version() != null) {
            json.put("version", report.version());
        }
        if (!report.groups().isEmpty()) {
            json.put("groups", report.groups());
        }
        List<ComponentHealth> components = report.components();
        if (components != null) {
            json.open("checks");
            for (ComponentHealth component : components) {
                json.open(component.name()).put("status", component.status().name());
                describe(json, component, report);
                output(json, component.message());
                json.close();
            }
            json.close();
        }
        return json.end();
    }

    /** What all formats of JSON tell of a component, but for its status, its time and the reason. */
    static void describe(JsonWriter json, ComponentHealth component, HealthReport report) {
        json.put("kind", word(component.kind()))
                .put("critical", component.critical())
                .put("scope", component.scope().name())
                .put("source", component.passive() ? "passive" : "active");
        if (component.isKnown()) {
            json.put("ageMs", millis(report.now() - component.endedNanos()))
                    .put("durationMs", millis(component.durationNanos()));
        }
        put(json, "since", component.since());
        put(json, "lastSuccess", component.lastSuccess());
        json.put("consecutiveFailures", component.consecutiveFailures())
                .put("consecutiveSuccesses", component.consecutiveSuccesses())
                .put("flapping", component.flapping())
                .put("stale", component.stale())
                .put("stuck", component.stuck());
        if (component.stuck()) {
            json.put("stuckMs", millis(report.now() - component.stuckSinceNanos()));
        }
        put(json, "time", component.time());
        past(json, component, report);
    }

    private static void past(JsonWriter json, ComponentHealth component, HealthReport report) {
        HealthError error = component.lastError();
        if (error != null) {
            json.open("lastError").put("time", error.time().toString()).put("output", error.message());
            json.close();
        }
        json.openArray("transitions");
        for (HealthTransition transition : report.told(component)) {
            HealthStatus from = transition.from();
            json.openElement().put("time", transition.time().toString());
            if (from != null) {
                json.put("from", from.name());
            }
            json.put("to", transition.to().name());
            output(json, transition.message());
            json.close();
        }
        json.closeArray();
    }

    static void output(JsonWriter json, @Nullable String message) {
        if (message != null) {
            json.put("output", message);
        }
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void put(JsonWriter json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, time.toString());
        }
    }

    static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
