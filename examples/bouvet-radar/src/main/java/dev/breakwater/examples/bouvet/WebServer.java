/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Javalin behind a runtime's protections, whose errors are all problems in JSON. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int THREADS = 200;

    private final Javalin javalin;

    private WebServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * Starts a server.
     *
     * @param port where to listen; 0 for any free port
     * @param runtime what stands before all routes
     * @param routes names what is served
     */
    public static WebServer start(int port, BreakwaterRuntime runtime, Consumer<RoutesConfig> routes) {
        Javalin javalin = Javalin.create(config -> {
            configure(config);
            config.jetty.modifyServletContextHandler(context -> protect(context, runtime));
            routes.accept(config.routes);
            errors(config.routes);
        });
        return new WebServer(javalin.start(port));
    }

    private static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        // A compressed answer needs a tag of its own; what stands before the service compresses.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.threadPool = new QueuedThreadPool(THREADS);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.modifyServer(server -> server.setErrorHandler(jettysOwnErrors()));
    }

    // For what never reaches the filter, such as a request line that makes no sense; by default a page of HTML.
    private static ErrorHandler jettysOwnErrors() {
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        errors.setShowCauses(false);
        errors.setDefaultResponseMimeType("application/json");
        return errors;
    }

    private static void protect(ServletContextHandler context, BreakwaterRuntime runtime) {
        FilterHolder filter = new FilterHolder(new BreakwaterFilter(runtime));
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
    }

    private static void errors(RoutesConfig routes) {
        routes.exception(Refusal.class, (refusal, call) -> Answers.problem(call, refusal));
        routes.exception(HttpResponseException.class, WebServer::said);
        routes.exception(Exception.class, WebServer::failed);
    }

    // What Javalin itself says: no such route, no such method.
    private static void said(HttpResponseException answer, Context call) {
        String allowed = answer.getDetails().get("availableMethods");
        if (allowed != null) {
            call.header("Allow", allowed); // RFC 9110, section 15.5.6
        }
        Answers.problem(call, answer.getStatus());
    }

    // Javalin answers for what handlers throw, so the filter sees no exception; the log has to.
    private static void failed(Exception fault, Context call) {
        LOG.error("A handler failed", fault);
        Answers.problem(call, 500);
    }

    /** Where it listens. */
    public int port() {
        return javalin.port();
    }

    /** Stops at once: what runs has been waited for before, by the drain. */
    @Override
    public void close() {
        javalin.stop();
    }
}
