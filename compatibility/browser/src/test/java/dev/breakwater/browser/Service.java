/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.util.EnumSet;
import java.util.Map;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/** An application behind Breakwater on one {@link Stack}. */
final class Service implements AutoCloseable {
    private final BreakwaterRuntime runtime;
    private final AnnotationConfigWebApplicationContext security = new AnnotationConfigWebApplicationContext();
    private final Tap tap = new Tap();
    private final WebServer server;

    private Service(Stack stack, Map<String, String> settings, Map<String, HttpServlet> servlets) throws Exception {
        runtime =
                BreakwaterRuntime.builder(Layers.of(Layer.of("test", settings))).start();
        server = stack.start(context -> {
            add(context, "tap", tap);
            BreakwaterFilter.register(context, runtime);
            if (stack.isSecured()) {
                add(context, "security", securityFilter(context));
            }
            servlets.forEach((path, servlet) -> add(context, path, servlet));
            EchoSocket.register(context);
        });
    }

    /** With settings of Breakwater's, and servlets by the pattern they are mapped to. */
    static Service start(Stack stack, Map<String, String> settings, Map<String, HttpServlet> servlets)
            throws Exception {
        return new Service(stack, settings, servlets);
    }

    private static void add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
    }

    private static void add(ServletContext context, String path, HttpServlet servlet) {
        ServletRegistration.Dynamic registration = context.addServlet(path, servlet);
        registration.addMapping(path);
        registration.setAsyncSupported(true);
    }

    private Filter securityFilter(ServletContext context) {
        security.setServletContext(context);
        security.register(SecurityConfiguration.class);
        security.refresh();
        return security.getBean("springSecurityFilterChain", Filter.class);
    }

    /** A path of this service under the host name {@code localhost}. */
    String url(String path) {
        return url("http://localhost", path);
    }

    /** A path of this service under another scheme and host name. */
    String url(String schemeAndHost, String path) {
        return schemeAndHost + ":" + server.port() + path;
    }

    /** What arrived at the server. */
    Tap tap() {
        return tap;
    }

    @Override
    public void close() throws Exception {
        server.close();
        security.close();
        runtime.close();
    }
}
