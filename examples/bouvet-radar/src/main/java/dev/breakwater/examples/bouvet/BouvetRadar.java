/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import dev.breakwater.config.StandardLayers;
import dev.breakwater.examples.bouvet.demo.Demo;
import dev.breakwater.examples.bouvet.standin.DoffinStandIn;
import dev.breakwater.examples.bouvet.standin.KlassStandIn;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.runtime.BreakwaterRuntime;
import io.javalin.util.JavalinException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: a runtime with its protections, Doffin and Statistics Norway behind two of its upstreams, and a Javalin with
 * the routes.
 *
 * <p>{@code --front-end} serves the page instead, which is a process and an origin of its own. {@code --demo} sends real
 * traffic and shows what each protection does; {@code --demo --exit} ends afterwards, with status 0 only if every step did
 * what it should. {@code --breakwater.*} are settings.
 */
public final class BouvetRadar implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final BreakwaterRuntime runtime;
    private final Sources sources;
    private final WebServer server;

    private BouvetRadar(BreakwaterRuntime runtime, Sources sources, WebServer server) {
        this.runtime = runtime;
        this.sources = sources;
        this.server = server;
    }

    /** Starts the service; see {@link BouvetRadar}. */
    public static void main(String... args) throws Exception {
        List<String> given = List.of(args);
        if (given.contains("--demo")) {
            boolean asExpected = Demo.run(given);
            if (given.contains("--exit")) {
                System.exit(asExpected ? 0 : 1);
            }
            return;
        }
        run(Options.ofProcess(args));
    }

    private static void run(Options options) {
        Logger log = LoggerFactory.getLogger(BouvetRadar.class);
        try {
            LogLevel.apply(options.environment());
            log.info("Started: {}", options.arguments().contains("--front-end") ? page(options) : service(options));
        } catch (IllegalArgumentException | JavalinException fault) {
            log.error("Does not start: {}", fault.getMessage());
            System.exit(1);
        }
    }

    private static BouvetRadar service(Options options) {
        BouvetRadar service = start(options);
        untilTold(options, service.runtime, service.server);
        return service;
    }

    private static FrontEnd page(Options options) {
        FrontEnd page = FrontEnd.start(options);
        untilTold(options, page.runtime(), page.server());
        return page;
    }

    // SIGTERM: tell the load balancer, let what runs come to its end, and only then stop the server.
    private static void untilTold(Options options, BreakwaterRuntime runtime, WebServer server) {
        Audit.started(options.environment());
        runtime.drainOnShutdown(Audit::stopped, server);
    }

    /**
     * Starts the service.
     *
     * @throws InvalidPolicyException with everything that is wrong with the protections' settings
     * @throws IllegalArgumentException with everything that is wrong with the service's own
     * @throws JavalinException if the port is taken
     */
    public static BouvetRadar start(Options options) {
        Map<String, String> environment = Settings.understood(options.environment());
        Settings settings = Settings.of(environment);
        BreakwaterRuntime runtime = runtime(options, environment);
        Sources sources = new Sources(settings, options.time());
        try {
            WebServer server = WebServer.start(
                    settings.port(),
                    runtime,
                    routes -> api(runtime, sources, options).register(routes));
            runtime.serving();
            return new BouvetRadar(runtime, sources, server);
        } catch (RuntimeException fault) {
            runtime.close();
            sources.close();
            throw fault;
        }
    }

    // Without a word about meters, the runtime finds a registry for Prometheus on the class path, and binds the JVM's
    // to it.
    private static BreakwaterRuntime runtime(Options options, Map<String, String> environment) {
        return BreakwaterRuntime.builder(new StandardLayers()
                        .environment(environment)
                        .arguments(options.arguments().toArray(new String[0]))
                        .build())
                .time(options.time())
                .eventSink(options.events())
                .servingLater()
                .start();
    }

    private static Api api(BreakwaterRuntime runtime, Sources sources, Options options) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
        Doffin doffin = new Doffin(
                runtime.upstream(Doffin.UPSTREAM), client, sources.doffinUrl(), sources.doffinKey(), options.time());
        Klass klass = new Klass(runtime.upstream(Klass.UPSTREAM), client, sources.klassUrl(), options.time());
        return new Api(doffin, klass);
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** The protections. */
    public BreakwaterRuntime runtime() {
        return runtime;
    }

    /** What answers in place of Doffin, or null if there is a key. */
    public @Nullable DoffinStandIn doffin() {
        return sources.doffin();
    }

    /** What answers in place of Statistics Norway, or null if there is a key. */
    public @Nullable KlassStandIn klass() {
        return sources.klass();
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.close();
        runtime.close();
        sources.close();
    }

    @Override
    public String toString() {
        return "BouvetRadar on port " + port();
    }
}
