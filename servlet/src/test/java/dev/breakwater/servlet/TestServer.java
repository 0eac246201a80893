/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.AdapterServer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;

/** Starts the server that this test run is for. */
final class TestServer {
    private TestServer() {}

    /** What a test puts into a servlet context that is starting up. */
    @FunctionalInterface
    interface WebApplication {
        void start(ServletContext context) throws ServletException;
    }

    /**
     * Starts it.
     *
     * @param contextPath empty for the root
     * @param errorPage the path of the page for all errors, or null for the container's own
     */
    static AdapterServer start(String contextPath, @Nullable String errorPage, WebApplication application)
            throws Exception {
        String server = System.getProperty("test.server");
        return switch (server) {
            case "tomcat" -> TomcatServer.start(contextPath, errorPage, application);
            case "jetty" -> JettyServer.start(contextPath, errorPage, application);
            default -> throw new IllegalStateException("test.server: " + server + " (expected: tomcat or jetty)");
        };
    }

    static boolean isJetty() {
        return "jetty".equals(System.getProperty("test.server"));
    }
}
