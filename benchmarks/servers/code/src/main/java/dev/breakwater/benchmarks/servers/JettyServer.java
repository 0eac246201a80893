/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.servers;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty with one servlet, and nothing else. */
public final class JettyServer {
    private JettyServer() {}

    /** Starts the server on the port of the system property {@code server.port}. */
    public static void main(String[] arguments) throws Exception {
        start(context -> {});
    }

    static void start(Consumer<ServletContextHandler> filters) throws Exception {
        Gauge.start();
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.getInteger("server.port", 8080));
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new Hello()), "/api/hello");
        filters.accept(context);
        server.setHandler(context);
        server.start();
        Registered.print(context.getServletContext(), System.out);
    }

    private static final class Hello extends HttpServlet {
        private static final long serialVersionUID = 1;
        private static final byte[] BODY = ("{\"id\":42,\"message\":\"Hello from a server that is being measured\","
                        + "\"from\":\"the harbour\",\"fresh\":true}")
                .getBytes(StandardCharsets.UTF_8);

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.setContentLength(BODY.length);
            response.getOutputStream().write(BODY);
        }
    }
}
