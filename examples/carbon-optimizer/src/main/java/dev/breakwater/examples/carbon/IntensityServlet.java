/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /api/v1/carbon-intensity?zone=DE}: what a kWh causes just now. */
final class IntensityServlet extends Endpoint {
    private static final long serialVersionUID = 1L;

    private final transient ElectricityMaps maps;

    IntensityServlet(ElectricityMaps maps, MeterRegistry registry) {
        super("carbon_intensity", registry);
        this.maps = maps;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Refusal, IOException {
        String[] keys = request.getParameterValues("zone");
        if (keys == null || keys.length != 1) {
            throw new Refusal(400, "Expected one query parameter zone, as in ?zone=DE.");
        }
        Zone zone = Zones.find(keys[0]);
        if (zone == null) {
            throw new Refusal(404, "There is no such zone: GET /api/v1/zones lists all.");
        }
        answer(response, json(maps.latest(zone).join()));
    }

    private static Map<String, Object> json(Intensity latest) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("zone", latest.zone().key());
        json.put("gramsPerKwh", latest.grams());
        json.put("time", latest.time().toString());
        json.put("source", ElectricityMaps.source(latest.isEstimate()));
        return json;
    }
}
