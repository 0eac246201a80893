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
import dev.breakwater.contract.RawClient;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.requestlog.RequestLogGuard;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small service behind a runtime that was made from settings, on the server of this test run. Time stands still, so
 * that no bucket refills while a slow machine counts.
 */
final class ProtectedService implements AutoCloseable {
    static final String ORIGIN = "https://app.example.com";

    final CapturedEvents events = new CapturedEvents();
    final BreakwaterRuntime runtime;
    private final AdapterServer server;
    private final RawClient client;

    private ProtectedService(Map<String, String> settings, List<Guard> guards, boolean errorPage) throws Exception {
        runtime = BreakwaterRuntime.builder(layers(settings))
                .eventSink(events)
                .guards(guards)
                .time(new ManualTime())
                .start();
        server = TestServer.start("", errorPage ? ErrorPageServlet.PATH : null, context -> {
            BreakwaterFilter.register(context, runtime);
            add(context, "application", "/", new ServiceServlet(runtime.llmMeter()));
            add(context, "errors", ErrorPageServlet.PATH, new ErrorPageServlet());
        });
        client = new RawClient(server.port());
    }

    /** With settings beside the usual ones, and an error page. */
    static ProtectedService with(Map<String, String> settings, Guard... guards) throws Exception {
        return new ProtectedService(settings, List.of(guards), true);
    }

    /** Without an error page of the application's: the container writes its own. */
    static ProtectedService withoutErrorPage(Map<String, String> settings) throws Exception {
        return new ProtectedService(settings, List.of(), false);
    }

    /** A policy that counts every request by address. */
    static Map<String, String> limit(String limit) {
        return Map.of("rate-limit.policies[0].name", "everything", "rate-limit.policies[0].limits", limit);
    }

    static BreakwaterSettings settings(Map<String, String> settings) {
        return BreakwaterSettings.read(layers(settings));
    }

    private static Layers layers(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "headers.preset", "api",
                "cors.policies[0].allowed-origins", ORIGIN,
                "cost.prices", "classpath:prices.yaml"));
        all.putAll(settings);
        return Layers.of(Layer.of("test", all));
    }

    private static void add(ServletContext context, String name, String path, HttpServlet servlet) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.addMapping(path);
        registration.setAsyncSupported(true);
    }

    int port() {
        return server.port();
    }

    RawClient client() {
        return client;
    }

    /** Sends one request: method and path, then header lines. */
    RawAnswer send(String methodAndPath, String... headers) throws IOException {
        return send(new byte[0], methodAndPath, headers);
    }

    RawAnswer send(byte[] body, String methodAndPath, String... headers) throws IOException {
        String[] request = new String[headers.length + 1];
        request[0] = methodAndPath + " HTTP/1.1";
        System.arraycopy(headers, 0, request, 1, headers.length);
        return client.send(body, request);
    }

    /** What became of the events so far. */
    RequestLogCounts counts() {
        return runtime.chain().guards().stream()
                .filter(RequestLogGuard.class::isInstance)
                .map(RequestLogGuard.class::cast)
                .findFirst()
                .orElseThrow()
                .counts();
    }

    @Override
    public void close() throws Exception {
        server.close();
        runtime.close();
    }
}
