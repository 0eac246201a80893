/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** {@code GET /api/v1/zones}: the zones that can be asked about. */
final class ZonesServlet extends Endpoint {
    private static final long serialVersionUID = 1L;

    ZonesServlet(MeterRegistry registry) {
        super("GET", "zones", registry);
    }

    private record Answer(List<Named> zones) {}

    private record Named(String key, String name) {}

    @Override
    Object answer(HttpServletRequest request) {
        return new Answer(Zones.all().stream()
                .map(zone -> new Named(zone.key(), zone.name()))
                .toList());
    }
}
