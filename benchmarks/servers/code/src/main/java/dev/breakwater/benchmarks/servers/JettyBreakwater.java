/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.servers;

import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import java.util.Map;

/** The same Jetty behind Breakwater. */
public final class JettyBreakwater {
    private JettyBreakwater() {}

    /** Starts the server on the port of the system property {@code server.port}. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = Map.of(
                "cors.policies[0].allowed-origins", "https://app.example.com",
                "rate-limit.policies[0].name", "default",
                "rate-limit.policies[0].key", "ip",
                "rate-limit.policies[0].limits", "1000000000 per second");
        BreakwaterRuntime runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("benchmark", settings)))
                .start();
        JettyServer.start(context -> context.addServletContainerInitializer(
                (types, application) -> BreakwaterFilter.register(application, runtime)));
    }
}
