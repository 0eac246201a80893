/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import dev.breakwater.config.Layers;
import dev.breakwater.config.StandardLayers;
import dev.breakwater.examples.carbon.demo.Demo;
import dev.breakwater.metrics.Meters;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.runtime.BreakwaterRuntime;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Properties;
import org.apache.catalina.LifecycleException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The service: a runtime with its protections, Electricity Maps behind one of its upstreams, and a Tomcat with the servlets.
 *
 * <p>{@code --demo} sends real traffic and shows what each protection does; {@code --demo --exit} ends afterwards, with
 * status 0 only if every step did what it should. {@code --breakwater.*} are settings.
 */
public final class CarbonOptimizer implements AutoCloseable {
    private static final String CACHE_STORE = "breakwater.upstreams." + ElectricityMaps.UPSTREAM + ".cache.store";

    private final BreakwaterRuntime runtime;
    private final WebServer server;
    private final @Nullable ElectricityMapsStandIn standIn;

    private CarbonOptimizer(BreakwaterRuntime runtime, WebServer server, @Nullable ElectricityMapsStandIn standIn) {
        this.runtime = runtime;
        this.server = server;
        this.standIn = standIn;
    }

    /** Starts the service; see {@link CarbonOptimizer}. */
    public static void main(String... args) throws Exception {
        List<String> given = List.of(args);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
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
        Logger log = LoggerFactory.getLogger(CarbonOptimizer.class);
        try {
            CarbonOptimizer service = start(options); // whose threads keep the process alive
            // SIGTERM: tell the load balancer, let what runs come to its end, and only then stop the server.
            service.runtime.drainOnShutdown(service.server);
            log.info("Carbon Optimizer on port {}", service.port());
        } catch (IllegalArgumentException | LifecycleException fault) {
            log.error("Carbon Optimizer does not start: {}", fault.getMessage());
            System.exit(1);
        }
    }

    /**
     * Starts the service.
     *
     * @throws InvalidPolicyException with everything that is wrong with the protections' settings
     * @throws IllegalArgumentException if a setting of the service's own is wrong
     */
    public static CarbonOptimizer start(Options options) throws LifecycleException {
        Settings settings = Settings.of(options.environment());
        PrometheusMeterRegistry registry = registry();
        BreakwaterRuntime runtime = runtime(options, registry);
        ElectricityMapsStandIn standIn = settings.hasKey() ? null : new ElectricityMapsStandIn(options.time());
        ElectricityMaps maps = new ElectricityMaps(
                runtime.upstream(ElectricityMaps.UPSTREAM),
                standIn == null ? settings : settings.with(standIn),
                options.time());
        WebServer server = new WebServer(settings)
                .serve("/api/v1/optimize", new OptimizeServlet(maps, options.time(), registry))
                .serve("/api/v1/carbon-intensity", new IntensityServlet(maps, registry))
                .serve("/api/v1/zones", new ZonesServlet(registry));
        return new CarbonOptimizer(runtime, server, standIn).started();
    }

    private static BreakwaterRuntime runtime(Options options, PrometheusMeterRegistry registry) {
        return BreakwaterRuntime.builder(layers(options))
                .time(options.time())
                .eventSink(options.events())
                .meters(Meters.of(registry))
                .servingLater()
                .start();
    }

    static Layers layers(Options options) {
        return new StandardLayers()
                .environment(options.environment())
                .systemProperties(properties(options))
                .arguments(options.arguments().toArray(new String[0]))
                .build();
    }

    // Instances that have a Redis share what they were told, unless somebody says otherwise, which the environment
    // cannot:
    // the upstream's name has two words.
    private static Properties properties(Options options) {
        Properties all = new Properties();
        if (!options.environment().getOrDefault("REDIS_URL", "").isBlank()) {
            all.setProperty(CACHE_STORE, "redis");
        }
        all.putAll(System.getProperties());
        return all;
    }

    private static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        return registry;
    }

    private CarbonOptimizer started() throws LifecycleException {
        try {
            server.start(runtime);
        } catch (LifecycleException fault) {
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

    /** The protections. */
    public BreakwaterRuntime runtime() {
        return runtime;
    }

    /** What answers in place of Electricity Maps, or null if there is a key. */
    public @Nullable ElectricityMapsStandIn standIn() {
        return standIn;
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.close();
        runtime.close();
        if (standIn != null) {
            standIn.close();
        }
    }
}
