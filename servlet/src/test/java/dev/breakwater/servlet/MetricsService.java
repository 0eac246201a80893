/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A service on whose clock {@code /take/25} takes 25 milliseconds, and nothing else any time. */
final class MetricsService implements AutoCloseable {
    final BreakwaterRuntime runtime;
    private final ManualTime time = new ManualTime();
    private final AdapterServer server;
    private final RawClient client;

    private MetricsService(Map<String, String> settings) throws Exception {
        runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("test", settings)))
                .eventSink((level, line) -> {})
                .time(time)
                .start();
        server = TestServer.start("", null, context -> {
            BreakwaterFilter.register(context, runtime);
            ServletRegistration.Dynamic servlet = context.addServlet("takes-time", new TakesTime(time));
            servlet.addMapping("/");
            servlet.setAsyncSupported(true);
        });
        client = new RawClient(server.port());
    }

    static MetricsService with(Map<String, String> settings) throws Exception {
        return new MetricsService(settings);
    }

    RawAnswer send(String methodAndPath, String... headers) throws IOException {
        String[] request = new String[headers.length + 1];
        request[0] = methodAndPath + " HTTP/1.1";
        System.arraycopy(headers, 0, request, 1, headers.length);
        return client.send(new byte[0], request);
    }

    void abort(String methodAndPath) throws IOException {
        client.sendAndAbort(methodAndPath + " HTTP/1.1");
    }

    @Override
    public void close() throws Exception {
        server.close();
        runtime.close();
    }

    private static final class TakesTime extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private static final String TAKE = "/take/";

        private final transient ManualTime time;

        TakesTime(ManualTime time) {
            this.time = time;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String path = request.getServletPath();
            if (path.startsWith(TAKE)) {
                Exchange exchange = CurrentExchange.get();
                if (exchange != null) {
                    exchange.route("/take/{millis}");
                }
                time.advance(Duration.ofMillis(Long.parseLong(path.substring(TAKE.length()))));
                response.getWriter().print("taken");
            } else if (path.equals("/throw")) {
                throw new IllegalStateException("the application's own failure");
            } else if (path.equals("/async")) {
                request.startAsync().complete();
            } else {
                response.sendError(404);
            }
        }
    }
}
