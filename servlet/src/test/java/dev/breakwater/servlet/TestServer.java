/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.AdapterServer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Starts the server that this test run is for, with the kind of threads that it is for. */
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
        return switch (name()) {
            case "tomcat" -> TomcatServer.start(contextPath, errorPage, application);
            case "jetty-ee10" -> JettyEe10.start(contextPath, errorPage, application);
            case "jetty-ee11" -> JettyEe11.start(contextPath, errorPage, application);
            case "undertow" -> UndertowServer.start(contextPath, errorPage, application);
            default -> throw unknown();
        };
    }

    /** Starts it over TLS alone, with this key, at the root and with the container's own error pages. */
    static AdapterServer startSecure(WireKeys keys, WebApplication application) throws Exception {
        return switch (name()) {
            case "tomcat" -> TomcatServer.startSecure(keys, application);
            case "jetty-ee10" -> JettyEe10.startSecure(keys, application);
            case "jetty-ee11" -> JettyEe11.startSecure(keys, application);
            case "undertow" -> UndertowServer.startSecure(keys, application);
            default -> throw unknown();
        };
    }

    private static IllegalStateException unknown() {
        return new IllegalStateException(
                "test.server: " + name() + " (expected: tomcat, jetty-ee10, jetty-ee11 or undertow)");
    }

    private static String name() {
        return String.valueOf(System.getProperty("test.server"));
    }

    static boolean isJetty() {
        return name().startsWith("jetty");
    }

    static boolean isTomcat() {
        return name().equals("tomcat");
    }

    static boolean isUndertow() {
        return name().equals("undertow");
    }

    /** Whether requests are to be served on virtual threads; JDK 21 is the first that has them. */
    static boolean usesVirtualThreads() {
        return "virtual".equals(System.getProperty("test.threads"));
    }

    /** A new virtual thread for each task. By name, because JDK 17 has no such method. */
    static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
}
