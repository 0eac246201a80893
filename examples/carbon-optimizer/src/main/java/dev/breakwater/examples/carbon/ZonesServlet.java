/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** {@code GET /api/v1/zones}: the zones that can be asked about. */
final class ZonesServlet extends Endpoint {
    private static final long serialVersionUID = 1L;

    ZonesServlet(MeterRegistry registry) {
        super("zones", registry);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(
                response,
                Map.of(
                        "zones",
                        Zones.all().stream()
                                .map(zone -> Map.of("key", zone.key(), "name", zone.name()))
                                .toList()));
    }
}
