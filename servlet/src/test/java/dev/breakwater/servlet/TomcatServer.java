/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.AdapterServer;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.jspecify.annotations.Nullable;

/** Tomcat: compiled against 10.1, and run on 11 too. */
record TomcatServer(Tomcat tomcat) implements AdapterServer {
    static TomcatServer start(String contextPath, @Nullable String errorPage, TestServer.WebApplication application)
            throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir("target/tomcat");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("useVirtualThreads", Boolean.toString(TestServer.usesVirtualThreads()));
        Context context = tomcat.addContext(contextPath, null);
        context.addServletContainerInitializer((types, servletContext) -> application.start(servletContext), Set.of());
        if (errorPage != null) {
            ErrorPage page = new ErrorPage();
            page.setLocation(errorPage);
            context.addErrorPage(page);
        }
        tomcat.start();
        return new TomcatServer(tomcat);
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
