/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import dev.breakwater.servlet.ProblemServlet;
import jakarta.servlet.http.HttpServlet;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.JsonErrorReportValve;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** An embedded Tomcat whose every answer is JSON, errors included. */
final class WebServer implements AutoCloseable {
    private static final String PROBLEMS = "problems";

    private final Tomcat tomcat = new Tomcat();
    private final Context context;

    WebServer(Settings settings) {
        tomcat.setPort(settings.port());
        tomcat.setBaseDir(System.getProperty("java.io.tmpdir")); // all else may be read-only
        context = tomcat.addContext("", null);
        // What redeployed applications leave behind; this one is never redeployed.
        ((StandardContext) context).setClearReferencesThreadLocals(false);
        ((StandardContext) context).setClearReferencesRmiTargets(false);
        configure(tomcat.getConnector(), settings);
        // For what never reaches a context, such as a request line that makes no sense; by default a page of HTML.
        ((StandardHost) tomcat.getHost()).setErrorReportValveClass(JsonErrorReportValve.class.getName());
        errorPage();
    }

    // As the guide's gunicorn.conf.py has it.
    private static void configure(Connector connector, Settings settings) {
        connector.setThrowOnFailure(true); // by default a port that is taken is only logged
        connector.setProperty("maxThreads", Integer.toString(settings.threads()));
        connector.setProperty("minSpareThreads", "2");
        connector.setProperty("maxConnections", "1000");
        connector.setProperty("keepAliveTimeout", "5000");
        connector.setProperty("connectionTimeout", "30000");
    }

    // Mapped to all paths as well: Tomcat runs no filter where no servlet is mapped.
    private void errorPage() {
        Tomcat.addServlet(context, PROBLEMS, new ProblemServlet());
        context.addServletMappingDecoded("/", PROBLEMS);
        ErrorPage page = new ErrorPage(); // for every status and every exception
        page.setLocation("/problems");
        context.addErrorPage(page);
    }

    WebServer serve(String path, HttpServlet servlet) {
        Tomcat.addServlet(context, path, servlet);
        context.addServletMappingDecoded(path, path);
        return this;
    }

    /** Starts, behind the protections of this runtime. */
    void start(BreakwaterRuntime runtime) throws LifecycleException {
        context.addServletContainerInitializer((types, app) -> BreakwaterFilter.register(app, runtime), Set.of());
        tomcat.start();
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    /** Stops at once: what runs has been waited for before, by the drain. */
    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException stopped) {
            throw new IllegalStateException("Tomcat did not stop in order", stopped);
        }
    }
}
