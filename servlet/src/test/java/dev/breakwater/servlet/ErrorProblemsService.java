/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.Completed;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A service that fails in many ways, by path, on the server of this test run. */
final class ErrorProblemsService implements AutoCloseable {
    static final String SECRET = "planted-secret";

    final CapturedEvents events = new CapturedEvents();
    final BreakwaterRuntime runtime;
    private final Map<String, List<Outcome>> ends = new ConcurrentHashMap<>();
    private final AdapterServer server;
    private final RawClient client;

    /** With this servlet as its error page; null if there is none of its own where the container looks for it. */
    ErrorProblemsService(@Nullable HttpServlet errorPage, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("cors.policies[0].allowed-origins", ProtectedService.ORIGIN));
        all.putAll(settings);
        runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("test", all)))
                .eventSink(events)
                .observers(List.of((decision, exchange) -> {
                    Correlation correlation = exchange == null ? null : Correlation.of(exchange);
                    if (correlation != null && decision instanceof Completed completed) {
                        ends(correlation.requestId()).add(completed.outcome());
                    }
                }))
                .start();
        server = TestServer.start("", ErrorPageServlet.PATH, context -> {
            FilterRegistration.Dynamic early = context.addFilter("early", new Early());
            early.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/early/*");
            early.setAsyncSupported(true);
            BreakwaterFilter.register(context, runtime);
            ServletRegistration.Dynamic failing = context.addServlet("failing", new Failing());
            failing.addMapping("/");
            failing.setAsyncSupported(true);
            if (errorPage != null) {
                context.addServlet("errors", errorPage).addMapping(ErrorPageServlet.PATH);
            }
        });
        client = new RawClient(server.port());
    }

    /** Sends one request: method and path, then header lines. */
    RawAnswer send(String methodAndPath, String... headers) throws IOException {
        String[] request = new String[headers.length + 1];
        request[0] = methodAndPath + " HTTP/1.1";
        System.arraycopy(headers, 0, request, 1, headers.length);
        return client.send(new byte[0], request);
    }

    /** How the request ended that was answered like this; fails if it did so twice, or not at all. */
    Outcome end(RawAnswer answer) {
        List<Outcome> found = ends(answer.header("X-Request-Id").get(0));
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> !found.isEmpty());
        if (found.size() > 1) {
            throw new AssertionError(found);
        }
        return found.get(0);
    }

    private List<Outcome> ends(String requestId) {
        return ends.computeIfAbsent(requestId, id -> new CopyOnWriteArrayList<>());
    }

    @Override
    public void close() throws Exception {
        server.close();
        runtime.close();
    }

    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure() {
            super(SECRET);
        }
    }

    /** Refuses as a container does that calls no filter but for its error page. */
    private static final class Early extends HttpFilter {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException {
            response.sendError(400, SECRET);
        }
    }

    private static final class Failing extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            switch (request.getServletPath()) {
                case "/throw" -> throw new Failure();
                case "/throw-checked" -> throw new ServletException(SECRET, new Failure());
                case "/half" -> {
                    describe(response);
                    response.getOutputStream().print("half an answer");
                    throw new Failure();
                }
                case "/half-written" -> {
                    describe(response);
                    response.getWriter().print("half an answer");
                    response.sendError(500, SECRET);
                }
                case "/async-half" -> {
                    AsyncContext context = request.startAsync();
                    new Thread(() -> context.dispatch("/half")).start();
                }
                case "/committed" -> {
                    response.getOutputStream().print("begun");
                    response.flushBuffer();
                    throw new Failure();
                }
                case "/method" -> {
                    response.setHeader("Allow", "GET, HEAD");
                    response.sendError(405);
                }
                case "/challenge" -> {
                    response.addHeader("WWW-Authenticate", "Basic realm=\"a\"");
                    response.addHeader("WWW-Authenticate", "Bearer");
                    response.addCookie(new Cookie("kept", "1"));
                    response.setHeader("Vary", "Cookie");
                    response.sendError(401, SECRET);
                }
                case "/busy" -> {
                    response.setIntHeader("Retry-After", 7);
                    response.sendError(503);
                }
                case "/range" -> {
                    response.setHeader("Content-Range", "bytes */1234");
                    response.setHeader("ETag", "\"v1\"");
                    response.sendError(416);
                }
                case "/async-throw" -> {
                    AsyncContext context = request.startAsync();
                    new Thread(() -> context.dispatch("/throw")).start();
                }
                case "/async-throw-at-once" -> request.startAsync().dispatch("/throw");
                case "/async-error" -> {
                    AsyncContext context = request.startAsync();
                    context.start(() -> sendError(context));
                }
                case "/async-timeout" -> request.startAsync().setTimeout(50);
                case "/quiet" -> {
                    response.setStatus(418);
                    response.getOutputStream().print("the application's own words");
                }
                default ->
                    response.sendError(Integer.parseInt(request.getServletPath().substring("/error/".length())));
            }
        }

        private static void sendError(AsyncContext context) {
            try {
                ((HttpServletResponse) context.getResponse()).sendError(503, SECRET);
            } catch (IOException gone) {
                throw new IllegalStateException(gone);
            }
            context.complete();
        }

        /** As if the answer were going to be a large one that caches may keep. */
        private static void describe(HttpServletResponse response) {
            response.setContentType("text/plain");
            response.setCharacterEncoding("ISO-8859-1");
            response.setLocale(Locale.FRENCH);
            response.setHeader("Content-Encoding", "gzip");
            response.setHeader("Content-Disposition", "attachment");
            response.setHeader("ETag", "\"v1\"");
            response.setDateHeader("Last-Modified", 0);
            response.setDateHeader("Expires", 4_000_000_000_000L);
            response.setHeader("Cache-Control", "max-age=60");
            response.setContentLength(5000);
        }
    }
}
