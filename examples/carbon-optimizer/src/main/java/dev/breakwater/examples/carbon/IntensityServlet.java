/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;

/** {@code GET /api/v1/carbon-intensity?zone=DE}: what a kWh causes just now. */
final class IntensityServlet extends Endpoint {
    private static final long serialVersionUID = 1L;

    private final transient ElectricityMaps maps;

    IntensityServlet(ElectricityMaps maps, MeterRegistry registry) {
        super("GET", "carbon_intensity", registry);
        this.maps = maps;
    }

    private record Answer(String zone, int gramsPerKwh, Instant time, String source) {}

    @Override
    Object answer(HttpServletRequest request) throws Refusal {
        String[] keys = request.getParameterValues("zone");
        if (keys == null || keys.length != 1) {
            throw new Refusal(400, "Expected one query parameter zone, as in ?zone=DE.");
        }
        Zone zone = Zones.find(keys[0]);
        if (zone == null) {
            throw new Refusal(404, "There is no such zone: GET /api/v1/zones lists all.");
        }
        Intensity latest = maps.latest(zone).join();
        return new Answer(zone.key(), latest.grams(), latest.time(), ElectricityMaps.source(latest.isEstimate()));
    }
}
