/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import dev.breakwater.benchmarks.services.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** An instance of Deal Health as it is deployed, with the limits of its guide, behind a proxy on this machine. */
final class DealHealthInstance implements AutoCloseable {
    static final int DEALS = 500;

    private final int port;
    private final int opsPort;
    private final ServiceProcess process;

    private DealHealthInstance(int port, int opsPort, ServiceProcess process) {
        this.port = port;
        this.opsPort = opsPort;
        this.process = process;
    }

    /** Starts one; does not wait until it is ready. */
    static DealHealthInstance start(Stage stage, Redis redis, String log, Map<String, String> more) throws IOException {
        int port = ServiceProcess.freePort();
        int opsPort = ServiceProcess.freePort();
        Map<String, String> environment = new HashMap<>(Map.of(
                "HOST", "127.0.0.1",
                "PORT", String.valueOf(port),
                "MONITORING_METRICS_PORT", String.valueOf(opsPort),
                "ENVIRONMENT", "production",
                "REDIS_URL", redis.url(),
                "JWT_SECRET", "a-secret-for-loads-and-of-no-worth-at-all",
                "RATE_LIMIT_REQUESTS_PER_MINUTE", "100",
                "RATE_LIMIT_BURST_SIZE", "20",
                "BREAKWATER_CALLER_TRUSTED_PROXIES", "127.0.0.1"));
        environment.putAll(more);
        return new DealHealthInstance(port, opsPort, stage.start("deal-health", log, environment));
    }

    DealHealthInstance awaitReady() throws IOException, InterruptedException {
        process.awaitReady(Stage.uri(port, "/readyz"));
        return this;
    }

    int port() {
        return port;
    }

    int opsPort() {
        return opsPort;
    }

    double cpuSeconds() {
        return process.cpuTime().toMillis() / 1e3;
    }

    Meters meters(Client client) throws IOException, InterruptedException {
        return Meters.of(client, Stage.uri(opsPort, "/metrics"));
    }

    /** Waits until no observation waits any more. */
    void awaitProcessed(Client client) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (meters(client).sum("deal_health_queue_depth") > 0) {
            if (System.nanoTime() > end) {
                throw new IOException("observations are not processed, see " + process.output());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** As an orchestrator ends it; waits until it has. */
    int stop() throws InterruptedException, TimeoutException {
        return process.stop();
    }

    /** Of twenty requests, two are observations, one asks for the best deals, and the others for one deal each. */
    static HttpRequest mixed(int port, int number, String address) {
        return switch (number % 20) {
            case 0, 10 -> observation(port, number, address);
            case 5 -> Client.get(Stage.uri(port, "/api/v1/deals"), address);
            default -> Client.get(Stage.uri(port, "/api/v1/deals/deal-" + number % DEALS + "/health"), address);
        };
    }

    static HttpRequest observation(int port, int number, String address) {
        // Consecutive observations are of different deals, although only each tenth request is one.
        int deal = (number + number / DEALS) % DEALS;
        return Client.post(
                Stage.uri(port, "/api/v1/events"),
                address,
                "{\"dealId\":\"deal-" + deal + "\",\"kind\":\"automated_test\",\"outcome\":\"works\"}");
    }

    @Override
    public void close() {
        process.close();
    }
}
