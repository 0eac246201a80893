/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import dev.breakwater.config.Layers;
import dev.breakwater.config.StandardLayers;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page that searches: a server and an origin of its own, behind a runtime of its own, whose settings are
 * {@code front-end/breakwater.yaml}. What it may ask is the API and nothing else.
 */
public final class FrontEnd implements AutoCloseable {
    /** Where its files are on the class path. */
    static final String FILES = "front-end/";

    private static final int DEFAULT_PORT = 8081;
    private static final URI API = URI.create("http://localhost:8080");

    private final BreakwaterRuntime runtime;
    private final WebServer server;

    private FrontEnd(BreakwaterRuntime runtime, WebServer server) {
        this.runtime = runtime;
        this.server = server;
    }

    /**
     * Starts it: {@code PORT} is where it listens, {@code API_URL} where the API is.
     *
     * @throws IllegalArgumentException with everything that is wrong with the settings
     */
    public static FrontEnd start(Options options) {
        Map<String, String> environment = Settings.understood(options.environment());
        Variables variables = new Variables(environment);
        int port = variables.port(DEFAULT_PORT);
        URI api = variables.url("API_URL", API);
        variables.requireFaultless();
        BreakwaterRuntime runtime = BreakwaterRuntime.builder(layers(options, environment))
                .time(options.time())
                .eventSink(options.events())
                .servingLater()
                .start();
        try {
            Pages pages = new Pages(api);
            WebServer server = WebServer.start(port, runtime, pages::register);
            runtime.serving();
            return new FrontEnd(runtime, server);
        } catch (RuntimeException fault) {
            runtime.close();
            throw fault;
        }
    }

    private static Layers layers(Options options, Map<String, String> environment) {
        return new StandardLayers()
                .classPath(new OwnFiles())
                .environment(environment)
                .arguments(options.arguments().toArray(new String[0]))
                .build();
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    BreakwaterRuntime runtime() {
        return runtime;
    }

    WebServer server() {
        return server;
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.close();
        runtime.close();
    }

    @Override
    public String toString() {
        return "the front end on port " + port();
    }

    /** The class path as the front end sees it: the API's settings are none of its business. */
    private static final class OwnFiles extends ClassLoader {
        OwnFiles() {
            super(FrontEnd.class.getClassLoader());
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            return getParent().getResourceAsStream(FILES + name);
        }
    }
}
