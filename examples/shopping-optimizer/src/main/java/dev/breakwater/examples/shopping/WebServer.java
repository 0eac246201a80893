/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import dev.breakwater.servlet.ProblemServlet;
import jakarta.servlet.http.HttpServlet;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An embedded Jetty whose every answer is JSON, errors included, and which needs few threads, because nothing waits. */
final class WebServer implements AutoCloseable {
    private static final int THREADS = 32;
    private static final int HEADERS = 32 * 1024;
    // Longer than nginx keeps a connection that nobody uses (60 s): the proxy is to close it, or it would send a
    // request
    // into a connection that is just being closed here.
    static final long IDLE_MILLIS = 75_000;

    private final QueuedThreadPool threads = threads();
    private final Server server = new Server(threads);
    private final ServerConnector connector;
    private final ServletContextHandler context = new ServletContextHandler("/");

    WebServer(int port, BreakwaterRuntime runtime) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADERS); // so that what is too much is refused by request.max-headers, as a problem
        // One thread that accepts and two that select, however many processors there are.
        connector = new ServerConnector(server, 1, 2, new HttpConnectionFactory(http));
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setErrorHandler(jettysOwnErrors());
        server.setHandler(context);
        // region: jetty
        context.addServletContainerInitializer((types, app) -> BreakwaterFilter.register(app, runtime));
        // endregion
        errorPage();
    }

    // Where the JDK has virtual threads, requests run on those.
    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("jetty");
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        return threads;
    }

    // For what never reaches the filter, such as a request line that makes no sense; by default a page of HTML.
    private static ErrorHandler jettysOwnErrors() {
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        errors.setShowCauses(false);
        errors.setDefaultResponseMimeType("application/json");
        return errors;
    }

    private void errorPage() {
        // region: jetty-errors
        ErrorPageErrorHandler pages = new ErrorPageErrorHandler() {
            @Override
            public boolean errorPageForMethod(String method) {
                return true; // by default for GET, POST and HEAD alone
            }
        };
        pages.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, "/problems");
        context.setErrorHandler(pages);
        context.addServlet(new ServletHolder(new ProblemServlet()), "/");
        // endregion
    }

    WebServer serve(String path, HttpServlet servlet) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, path);
        return this;
    }

    /** Starts; a port that is taken is a fault. */
    WebServer start() throws Exception {
        server.start();
        return this;
    }

    int port() {
        return connector.getLocalPort();
    }

    /** How many threads the server has at this moment. */
    int threadCount() {
        return threads.getThreads();
    }

    /** Stops at once: what runs has been waited for before, by the drain. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception fault) {
            throw new IllegalStateException("Jetty did not stop in order", fault);
        }
    }
}
