/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Completed;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.ratelimit.RateLimitCharges;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A service whose limits a test changes while it runs: with both admission points, authentication by a header, and time
 * that stands still. The test's own connection counts as a proxy that may say who the client is.
 */
final class LimitedService implements AutoCloseable {
    static final String ORIGIN = "https://app.example.com";

    // Tomcat closes a connection after a hundred requests.
    private static final int ON_ONE_CONNECTION = 90;

    final ManualTime time = new ManualTime();
    final AtomicInteger reached = new AtomicInteger();
    final RawClient client;
    private final AtomicInteger running = new AtomicInteger();
    private final BreakwaterRuntime runtime;
    private final AdapterServer server;
    private final Map<String, String> current = new LinkedHashMap<>();

    LimitedService() throws Exception {
        runtime = BreakwaterRuntime.builder(layers(Map.of()))
                .eventSink((level, line) -> {})
                .plans(exchange -> exchange.header("Test-Plan"))
                .observers(List.of((decision, exchange) -> {
                    if (decision instanceof Completed) {
                        running.decrementAndGet();
                    }
                }))
                .time(time)
                .start();
        server = TestServer.start("", ErrorPageServlet.PATH, context -> {
            add(context, "peerless", new Peerless());
            add(context, "outer", BreakwaterFilter.beforeAuthentication(runtime));
            add(context, "authentication", new Authentication());
            add(context, "inner", new IdentifiedFilter());
            add(context, "application", "/", new Application());
            add(context, "errors", ErrorPageServlet.PATH, new ErrorPageServlet());
        });
        client = new RawClient(server.port());
    }

    /** From now on one policy by address, on all paths. */
    void limit(String name, String limits) {
        configure("name", name, "limits", limits);
    }

    /** From now on these policies: keys of the first one, or of another behind its index, and their values. */
    void configure(String... keysAndValues) {
        String[] prefixed = keysAndValues.clone();
        for (int i = 0; i < prefixed.length; i += 2) {
            boolean indexed = Character.isDigit(prefixed[i].charAt(0));
            String index = indexed ? prefixed[i].substring(0, 1) : "0";
            prefixed[i] = "policies[" + index + "]." + (indexed ? prefixed[i].substring(2) : prefixed[i]);
        }
        configureWith(prefixed);
    }

    /** From now on these keys of {@code rate-limit} and their values. */
    void configureWith(String... keysAndValues) {
        current.clear();
        current.put("caller.trusted-proxies", "127.0.0.0/8, ::1");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            current.put("rate-limit." + keysAndValues[i], keysAndValues[i + 1]);
        }
        replace();
    }

    /** The settings as they are, but no proxy is believed. */
    void trustNobody() {
        current.remove("caller.trusted-proxies");
        replace();
    }

    private void replace() {
        runtime.replace(BreakwaterSettings.read(layers(current)));
    }

    private static Layers layers(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("cors.policies[0].allowed-origins", ORIGIN);
        all.put("health.enabled", "false");
        return Layers.of(Layer.of("test", all));
    }

    int status(String path) throws IOException {
        return get(path).status();
    }

    RawAnswer get(String path, String... headers) throws IOException {
        String[] request = new String[headers.length + 1];
        request[0] = "GET " + path + " HTTP/1.1";
        System.arraycopy(headers, 0, request, 1, headers.length);
        return client.send(new byte[0], request);
    }

    /** Waits until the service has heard of the end of every request. */
    void awaitIdle() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> running.get() == 0);
    }

    /** Sends requests one after the other, many on one connection, and returns their statuses. */
    List<Integer> keepAlive(String requestLine, int requests, IntFunction<String[]> headers) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        while (statuses.size() < requests) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(20_000);
                socket.setTcpNoDelay(true);
                int last = Math.min(requests, statuses.size() + ON_ONE_CONNECTION);
                keepAlive(socket, requestLine, last, headers, statuses);
            }
        }
        return statuses;
    }

    private static void keepAlive(
            Socket socket, String requestLine, int last, IntFunction<String[]> headers, List<Integer> statuses)
            throws IOException {
        OutputStream out = socket.getOutputStream();
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        while (statuses.size() < last) {
            String lines = String.join("\r\n", headers.apply(statuses.size()));
            String head = requestLine + "\r\nHost: localhost\r\n" + lines + (lines.isEmpty() ? "\r\n" : "\r\n\r\n");
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            statuses.add(answer(in));
        }
    }

    private static int answer(BufferedReader in) throws IOException {
        int status = Integer.parseInt(in.readLine().split(" ")[1]);
        int length = 0;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).trim());
            }
        }
        for (int i = 0; i < length; i++) {
            assertThat(in.read()).isNotNegative();
        }
        return status;
    }

    private static void add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");
        registration.setAsyncSupported(true);
    }

    private static void add(ServletContext context, String name, String path, HttpServlet servlet) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.addMapping(path);
        registration.setAsyncSupported(true);
    }

    @Override
    public void close() throws Exception {
        server.close();
        runtime.close();
    }

    /** Ahead of everything: counts requests, and hides the address of a connection on demand. */
    private final class Peerless extends HttpFilter {
        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                running.incrementAndGet();
            }
            boolean hidden = request.getHeader("Test-No-Peer") != null;
            chain.doFilter(hidden ? new WithoutPeer(request) : request, response);
        }
    }

    private static final class WithoutPeer extends HttpServletRequestWrapper {
        WithoutPeer(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getRemoteAddr() {
            return null;
        }
    }

    /** Knows whoever says so, except {@code wrong}, who is refused. */
    private static final class Authentication extends HttpFilter {
        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String user = request.getHeader("Test-User");
            if ("wrong".equals(user) && request.getDispatcherType() == DispatcherType.REQUEST) {
                response.sendError(401);
                return;
            }
            chain.doFilter(user == null ? request : new WithUser(request, user), response);
        }
    }

    private static final class WithUser extends HttpServletRequestWrapper {
        private final Principal user;

        WithUser(HttpServletRequest request, String name) {
            super(request);
            user = () -> name;
        }

        @Override
        public Principal getUserPrincipal() {
            return user;
        }
    }

    private final class Application extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            boolean included = request.getDispatcherType() == DispatcherType.INCLUDE;
            switch (included ? "/" : request.getServletPath()) {
                case "/login" -> login(request, response);
                case "/error" -> response.sendError(404);
                case "/throw" -> throw new IllegalStateException("the application's own failure");
                case "/forward" -> request.getRequestDispatcher("/").forward(request, response);
                case "/include" -> request.getRequestDispatcher("/").include(request, response);
                case "/async-dispatch" -> request.startAsync().dispatch("/");
                case "/llm/settled" -> {
                    RateLimitCharges.current().settle("llm", 250);
                    response.getWriter().print("ok");
                }
                case "/llm/endless" -> {
                    RateLimitCharges.current().settle(request.getHeader("Policy"), 250);
                    endless(response);
                }
                default -> response.getWriter().print("ok");
            }
        }

        private void login(HttpServletRequest request, HttpServletResponse response) throws IOException {
            reached.incrementAndGet();
            switch (String.valueOf(request.getHeader("Password"))) {
                case "right" -> response.getWriter().print("welcome");
                case "redirected" -> {
                    RateLimitCharges.current().failed();
                    response.sendRedirect("/login");
                }
                default -> response.setStatus(401);
            }
        }

        private static void endless(HttpServletResponse response) throws IOException {
            byte[] chunk = new byte[10_000];
            while (true) {
                response.getOutputStream().write(chunk);
                response.flushBuffer();
            }
        }
    }
}
