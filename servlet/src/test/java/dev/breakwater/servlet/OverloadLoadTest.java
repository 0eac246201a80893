/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.load.LoadGenerator;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service that can do 200 requests a second, because what it depends on takes ten at a time for 50 ms each. */
@Tag("container")
@Tag("long")
final class OverloadLoadTest {
    private static final Map<String, String> OFF = Map.of("overload.enabled", "false");
    private static final Map<String, String> ON = Map.of("overload.max-concurrent", "10");

    @Test
    void neverHasMoreInFlightThanItMayAndAnswersEveryRequest() throws Exception {
        try (Service service = new Service(ON)) {
            Map<String, Double> flood = service.load(200, "1000:3").get(0);
            assertThat(flood.get("ok") + flood.get("refused")).isEqualTo(flood.get("sent"));
            assertThat(flood.get("failed")).isZero();
            assertThat(flood.get("ok")).isPositive();
            assertThat(flood.get("refused")).isPositive();
            assertThat(service.most.get()).isBetween(1, 10);
            await().untilAsserted(
                            () -> assertThat(service.runtime.load().inFlight()).isZero());
            assertThat(service.runtime.load().peak()).isBetween(1, 10);
        }
    }

    @Test
    @Tag("heavy")
    void keepsItsGoodputUnderFiftyTimesItsCapacity() throws Exception {
        Map<String, Double> idle;
        Map<String, Double> flood;
        Map<String, Double> after;
        try (Service service = new Service(OFF)) {
            service.load(500, "2000:3", "20:10", "10000:30", "20:12");
        }
        try (Service service = new Service(ON)) {
            List<Map<String, Double>> phases = service.load(500, "2000:3", "20:10", "10000:30", "20:12");
            idle = phases.get(1);
            flood = phases.get(2);
            after = phases.get(3);
        }
        assertThat(flood.get("goodput")).isGreaterThanOrEqualTo(180);
        assertThat(flood.get("ok.p99")).isLessThanOrEqualTo(2 * idle.get("ok.p99"));
        assertThat(after.get("lastBad")).isLessThanOrEqualTo(5);
    }

    /** The service, its upstream, and the process that asks it. */
    private static final class Service implements AutoCloseable {
        final BreakwaterRuntime runtime;
        final AtomicInteger most = new AtomicInteger();
        private final Map<String, String> settings;
        private final AdapterServer server;

        Service(Map<String, String> settings) throws Exception {
            this.settings = settings;
            runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("test", settings)))
                    .eventSink((level, line) -> {})
                    .start();
            server = TestServer.start("", null, context -> {
                BreakwaterFilter.register(context, runtime);
                context.addServlet("application", new Application(most)).addMapping("/");
            });
        }

        List<Map<String, Double>> load(int connections, String... phases) throws Exception {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx512m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LoadGenerator.class.getName(),
                    Integer.toString(server.port()),
                    "/work",
                    Integer.toString(connections)));
            command.addAll(List.of(phases));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            List<Map<String, Double>> results = new ArrayList<>();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    System.out.println(System.getProperty("test.server") + " " + settings + " " + line);
                    results.add(numbers(line));
                }
            } finally {
                process.destroyForcibly();
            }
            assertThat(results).hasSize(phases.length);
            return results;
        }

        private static Map<String, Double> numbers(String line) {
            Map<String, Double> numbers = new HashMap<>();
            for (String pair : line.split(" ")) {
                String[] parts = pair.split("=");
                assertThat(parts).as(line).hasSize(2);
                numbers.put(parts[0], Double.valueOf(parts[1]));
            }
            return numbers;
        }

        @Override
        public void close() throws Exception {
            server.close();
            runtime.close();
        }
    }

    private static final class Application extends HttpServlet {
        private final transient Semaphore upstream = new Semaphore(10, true);
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most;

        Application(AtomicInteger most) {
            this.most = most;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            upstream.acquireUninterruptibly();
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                upstream.release();
                inside.decrementAndGet();
            }
            response.setContentLength(2);
            response.getOutputStream().print("ok");
        }
    }
}
