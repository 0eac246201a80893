/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.Guard;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link WireScenes} behind a runtime that a test gives other settings while it runs. A filter of the application's own
 * compresses where a client asks for it. Time stands still, so that no bucket refills.
 */
final class WireService implements AutoCloseable {
    final WireScenes scenes = new WireScenes();
    private final BreakwaterRuntime runtime;
    private final AdapterServer server;
    private Map<String, String> current;

    private WireService(Map<String, String> settings, boolean errorPage, Guard... guards) throws Exception {
        current = Map.copyOf(settings);
        runtime = BreakwaterRuntime.builder(layers(settings))
                .eventSink((level, line) -> {})
                .guards(List.of(guards))
                .time(new ManualTime())
                .start();
        server = TestServer.start("", errorPage ? WireErrorPage.PATH : null, this::fill);
    }

    /** With these settings, and a page of the application's for all errors; a guard of ours by its name in its place. */
    static WireService with(Map<String, String> settings, Guard... guards) throws Exception {
        return new WireService(settings, true, guards);
    }

    /** With these settings; errors have the container's own page. */
    static WireService withoutErrorPage(Map<String, String> settings) throws Exception {
        return new WireService(settings, false);
    }

    private void fill(ServletContext context) {
        BreakwaterFilter.register(context, runtime);
        FilterRegistration.Dynamic gzip = context.addFilter("gzip", new WireGzipFilter());
        gzip.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
        gzip.setAsyncSupported(true);
        add(context, "scenes", "/", scenes);
        add(context, "errors", WireErrorPage.PATH, new WireErrorPage());
    }

    private static void add(ServletContext context, String name, String path, HttpServlet servlet) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.addMapping(path);
        registration.setAsyncSupported(true);
    }

    /** From the next request on, these settings hold. */
    void use(Map<String, String> settings) {
        if (!settings.equals(current)) {
            use(settings(settings));
            current = Map.copyOf(settings);
        }
    }

    /** From the next request on, these settings hold. For any thread. */
    void use(BreakwaterSettings settings) {
        runtime.replace(settings);
    }

    static BreakwaterSettings settings(Map<String, String> settings) {
        return BreakwaterSettings.read(layers(settings));
    }

    private static Layers layers(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("health.enabled", "false");
        return Layers.of(Layer.of("test", all));
    }

    WireConnection connect() throws IOException {
        return WireConnection.to(server.port());
    }

    /** One request on a connection of its own: method and path, then header lines. */
    RawAnswer send(String methodAndPath, String... headers) throws IOException {
        try (WireConnection connection = connect()) {
            return connection.send(request(methodAndPath, headers));
        }
    }

    /** The head of a request, with a Host if it names none. */
    static List<String> request(String methodAndPath, String... headers) {
        List<String> lines = new ArrayList<>(List.of(methodAndPath + " HTTP/1.1"));
        lines.addAll(List.of(headers));
        if (lines.stream().noneMatch(line -> line.startsWith("Host:"))) {
            lines.add("Host: localhost");
        }
        return lines;
    }

    @Override
    public void close() throws Exception {
        scenes.held.countDown();
        server.close();
        runtime.close();
    }
}
