/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import dev.breakwater.config.Layers;
import dev.breakwater.config.StandardLayers;
import dev.breakwater.examples.shopping.demo.Demo;
import dev.breakwater.examples.shopping.standin.GeminiStandIn;
import dev.breakwater.examples.shopping.standin.SallingStandIn;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.jetty.util.VirtualThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: a runtime with its protections, two APIs behind its upstreams, and a Jetty with the servlets.
 *
 * <p>{@code --demo} sends real traffic and shows what each protection does; {@code --demo --exit} ends afterwards, with
 * status 0 only if every step did what it should. {@code --breakwater.*} are settings.
 */
public final class ShoppingOptimizer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShoppingOptimizer.class);
    private static final int CLIENT_THREADS = 4;

    private final BreakwaterRuntime runtime;
    private final WebServer server;
    private final @Nullable SallingStandIn salling;
    private final @Nullable GeminiStandIn gemini;

    private ShoppingOptimizer(
            BreakwaterRuntime runtime,
            Settings settings,
            Options options,
            @Nullable SallingStandIn sallingStandIn,
            @Nullable GeminiStandIn geminiStandIn) {
        this.runtime = runtime;
        this.salling = sallingStandIn;
        this.gemini = geminiStandIn;
        HttpClient client = HttpClient.newBuilder().executor(clientThreads()).build();
        Salling stores = new Salling(runtime.upstream(Salling.UPSTREAM), client, settings.salling(), options.time());
        Meals meals = new Meals(runtime, client, settings);
        server = new WebServer(settings.port(), runtime)
                .serve("/api/v1/offers", new OffersServlet(stores))
                .serve("/api/v1/optimize", new OptimizeServlet(stores))
                .serve("/api/v1/meals", new MealsServlet(stores, meals));
    }

    /** Starts the service; see {@link ShoppingOptimizer}. */
    public static void main(String... args) throws Exception {
        List<String> given = List.of(args);
        if (given.contains("--demo")) {
            boolean asExpected = Demo.run(given);
            if (given.contains("--exit")) {
                System.exit(asExpected ? 0 : 1);
            }
            return;
        }
        try {
            ShoppingOptimizer service = start(Options.ofProcess(args)); // whose threads keep the process alive
            service.runtime.drainOnShutdown(service.server);
            LOG.info("Shopping Optimizer on port {}", service.port());
        } catch (Exception fault) {
            LOG.error("Shopping Optimizer does not start: {}", fault.getMessage());
            System.exit(1);
        }
    }

    /**
     * Starts the service.
     *
     * @throws InvalidPolicyException with everything that is wrong with the protections' settings
     * @throws IllegalArgumentException with everything that is wrong with the service's own
     */
    public static ShoppingOptimizer start(Options options) throws Exception {
        Settings settings = Settings.of(options.environment());
        BreakwaterRuntime runtime = runtime(options);
        SallingStandIn salling = settings.salling().hasKey() ? null : new SallingStandIn(options.time());
        GeminiStandIn gemini = settings.google().hasKey() ? null : new GeminiStandIn();
        ShoppingOptimizer service =
                new ShoppingOptimizer(runtime, settings.with(salling, gemini), options, salling, gemini);
        return service.started();
    }

    private static BreakwaterRuntime runtime(Options options) {
        return BreakwaterRuntime.builder(layers(options))
                .time(options.time())
                .eventSink(options.events())
                .servingLater()
                .start();
    }

    static Layers layers(Options options) {
        return new StandardLayers()
                .environment(Settings.withDefaults(options.environment()))
                .arguments(options.arguments().toArray(new String[0]))
                .build();
    }

    // They read what has come; none of them waits for it.
    private static Executor clientThreads() {
        Executor virtual = VirtualThreads.getDefaultVirtualThreadsExecutor();
        return virtual != null ? virtual : Executors.newFixedThreadPool(CLIENT_THREADS, ShoppingOptimizer::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "http-client");
        thread.setDaemon(true);
        return thread;
    }

    private ShoppingOptimizer started() throws Exception {
        try {
            server.start();
        } catch (Exception fault) {
            close();
            throw fault;
        }
        runtime.serving();
        return this;
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** How many threads the server has at this moment, however many requests wait. */
    public int serverThreads() {
        return server.threadCount();
    }

    /** The protections. */
    public BreakwaterRuntime runtime() {
        return runtime;
    }

    /** What answers in place of the Salling Group, or null if there is a key. */
    public @Nullable SallingStandIn salling() {
        return salling;
    }

    /** What answers in place of the model, or null if there is a key. */
    public @Nullable GeminiStandIn gemini() {
        return gemini;
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.close();
        runtime.close();
        if (salling != null) {
            salling.close();
        }
        if (gemini != null) {
            gemini.close();
        }
    }
}
