/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.config.ServiceInfo;
import dev.breakwater.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The report as JSON. */
final class JsonReport {
    private JsonReport() {}

    static String of(ReadinessReport report) {
        JsonWriter json = JsonWriter.object();
        service(json, report.service());
        json.put("time", report.time().toString()).open("counts");
        for (Finding.State state : Finding.State.values()) {
            json.put(state.text(), report.count(state));
        }
        json.close().openArray("checks");
        for (ReadinessReport.Entry check : report.checks()) {
            json.openElement()
                    .put("id", check.id())
                    .put("state", check.state().text())
                    .put("title", check.title())
                    .put("evidence", check.evidence())
                    .put("fix", check.fix())
                    .close();
        }
        return json.closeArray().end();
    }

    private static void service(JsonWriter json, ServiceInfo service) {
        json.open("service");
        put(json, "name", service.name());
        put(json, "version", service.version());
        put(json, "environment", service.environment());
        json.close();
    }

    private static void put(JsonWriter json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
