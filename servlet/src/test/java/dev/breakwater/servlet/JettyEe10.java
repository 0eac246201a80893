/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.AdapterServer;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.jspecify.annotations.Nullable;

/** Jetty's environment for Jakarta EE 10. */
final class JettyEe10 {
    private JettyEe10() {}

    static AdapterServer start(String contextPath, @Nullable String errorPage, TestServer.WebApplication application)
            throws Exception {
        ServletContextHandler context = new ServletContextHandler(contextPath.isEmpty() ? "/" : contextPath);
        context.addServletContainerInitializer((types, servletContext) -> application.start(servletContext));
        if (errorPage != null) {
            ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
            pages.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, errorPage);
            context.setErrorHandler(pages);
        }
        return JettyServer.start(context);
    }

    /** Over TLS alone, with this key. */
    static AdapterServer startSecure(WireKeys keys, TestServer.WebApplication application) throws Exception {
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer((types, servletContext) -> application.start(servletContext));
        return JettyServer.start(context, keys);
    }
}
