/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import dev.breakwater.benchmarks.services.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One instance of Deal Health, which can be killed and started again where it was. */
final class DealInstance implements AutoCloseable {
    private static final Path JAR = Path.of("examples", "deal-health", "target", "deal-health.jar");

    private final int port = ServiceProcess.freePort();
    private final int operatorsPort = ServiceProcess.freePort();
    private final String redis;
    private final Path output;
    private volatile @Nullable ServiceProcess process;
    private volatile boolean inService;

    DealInstance(String redis, Path output) throws IOException {
        this.redis = redis;
        this.output = output;
    }

    int operatorsPort() {
        return operatorsPort;
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Whether a load balancer would send requests here. */
    boolean isInService() {
        return inService;
    }

    void start() throws IOException {
        Map<String, String> environment = Map.of(
                "HOST", "127.0.0.1",
                "PORT", Integer.toString(port),
                "MONITORING_METRICS_PORT", Integer.toString(operatorsPort),
                "REDIS_URL", redis,
                "JWT_SECRET", "a-secret-of-the-drill-with-enough-characters",
                "BREAKWATER_REDIS_INSTANCES", "3",
                "BREAKWATER_CALLER_TRUSTED_PROXIES", "127.0.0.1");
        List<String> arguments = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        process = ServiceProcess.start(JAR, arguments, environment, output);
    }

    void awaitReady() throws IOException, InterruptedException {
        ServiceProcess started = process;
        if (started != null) {
            started.awaitReady(URI.create("http://127.0.0.1:" + operatorsPort + "/readyz"));
            inService = true;
        }
    }

    /** As a machine that is lost. */
    void kill() {
        inService = false;
        close();
    }

    @Override
    public void close() {
        ServiceProcess running = process;
        if (running != null) {
            running.close();
        }
    }
}
