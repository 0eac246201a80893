/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service with one check that counts its runs and looks once an hour, and many that ignore their interruption. Its
 * application answers everything with 200 at its own paths and with the same 404 everywhere else.
 */
final class ProbedService implements AutoCloseable {
    static final int HUNG = 50;
    static final Duration INTERVAL = Duration.ofMillis(50);
    private static final String TOKEN = "the-operators-own-token";
    static final String OPERATOR = "Authorization: Bearer " + TOKEN;

    final CapturedEvents events = new CapturedEvents();
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private final BreakwaterRuntime runtime;
    private final AdapterServer server;

    ProbedService() throws Exception {
        runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("test", settings())))
                .eventSink(events)
                .healthChecks(checks())
                .start();
        server = TestServer.start("", null, context -> {
            BreakwaterFilter.register(context, runtime);
            ServletRegistration.Dynamic application = context.addServlet("application", new Application());
            application.addMapping("/");
            application.setAsyncSupported(true);
        });
    }

    private static Map<String, String> settings() {
        return Map.of(
                "headers.preset", "api",
                "cors.policies[0].allowed-origins", "https://app.example.com",
                "rate-limit.policies[0].name", "narrow",
                "rate-limit.policies[0].paths", "/limited, /livez, /readyz, /startupz, /health, /health/core",
                "rate-limit.policies[0].limits", "1 per hour",
                "ops.networks", "203.0.113.0/24",
                "ops.token", TOKEN,
                "health.groups.core", "counted",
                "health.checks.counted.interval", "1h");
    }

    private List<HealthCheck> checks() {
        List<HealthCheck> checks = new ArrayList<>(List.of(HealthCheck.local("counted", () -> {
            runs.incrementAndGet();
            return HealthResult.up();
        })));
        for (int i = 0; i < HUNG; i++) {
            checks.add(new Hung("hung-" + i, released));
        }
        return checks;
    }

    int port() {
        return server.port();
    }

    /** How often the check has run that counts. */
    int runs() {
        return runs.get();
    }

    /** Whether everything that hangs is known to. */
    boolean isStuck() throws IOException {
        String all = send("GET /health/detailed", OPERATOR).text();
        return all.split("\"stuck\":true", -1).length == HUNG + 1;
    }

    /** On how many threads checks are run now. */
    int checkThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("breakwater-health-"))
                .count();
    }

    /** Sends one request: method and path, then header lines. */
    RawAnswer send(String methodAndPath, String... headers) throws IOException {
        String[] request = new String[headers.length + 1];
        request[0] = methodAndPath + " HTTP/1.1";
        System.arraycopy(headers, 0, request, 1, headers.length);
        return new RawClient(port()).send(new byte[0], request);
    }

    /** The header lines that do not differ from one answer to the next, whatever was asked. */
    static List<String> lasting(RawAnswer answer) {
        return answer.lines().stream()
                .filter(line -> !line.startsWith("Date:") && !line.startsWith("X-Request-Id:"))
                .sorted()
                .toList();
    }

    @Override
    public void close() throws Exception {
        released.countDown();
        server.close();
        runtime.close();
    }

    private record Hung(String name, CountDownLatch released) implements HealthCheck {
        @Override
        public boolean critical() {
            return false;
        }

        @Override
        public Duration interval() {
            return INTERVAL;
        }

        @Override
        public Duration timeout() {
            return Duration.ofMillis(20);
        }

        @Override
        public HealthResult check() {
            while (true) {
                try {
                    released.await();
                    return HealthResult.up();
                } catch (InterruptedException ignored) {
                    // That is what it is for.
                }
            }
        }
    }

    private static final class Application extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            boolean known = List.of("/limited", "/application").contains(request.getServletPath());
            response.setStatus(known ? 200 : 404);
            response.setContentType("text/plain");
            response.getWriter().write(known ? "here" : "not here");
        }
    }
}
