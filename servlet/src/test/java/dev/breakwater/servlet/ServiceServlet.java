/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.exchange.CurrentExchange;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An ordinary application: by path, it answers, refuses, fails, works asynchronously or calls a language model. */
final class ServiceServlet extends HttpServlet {
    static final String ALLOW = "GET, HEAD, OPTIONS, POST";
    static final String MODEL = "gemini-test";
    private static final byte[] ANSWER = ("{\"usageMetadata\":{\"promptTokenCount\":1000,\"candidatesTokenCount\":100,"
                    + "\"totalTokenCount\":1100},\"modelVersion\":\"" + MODEL + "\"}")
            .getBytes(StandardCharsets.US_ASCII);

    private final transient LlmMeter meter;

    ServiceServlet(LlmMeter meter) {
        this.meter = meter;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getServletPath()) {
            case "/hello" -> text(response, "hello");
            case "/throw" -> throw new IllegalStateException("the application's own failure");
            case "/bad" -> response.sendError(400);
            case "/bad-quietly" -> response.setStatus(400);
            case "/not-modified" -> response.setStatus(304);
            case "/moved" -> response.sendRedirect("/hello");
            case "/own-quota" -> {
                response.addHeader("RateLimit-Policy", "\"own\";q=9;w=60");
                response.addHeader("RateLimit", "\"own\";r=8;t=60");
                response.addHeader("X-RateLimit-Limit", "9");
                text(response, "hello");
            }
            case "/async" -> later(request.startAsync(), () -> {});
            case "/llm" -> {
                call();
                text(response, "hello");
            }
            case "/llm-twice" -> {
                call();
                later(request.startAsync(), CurrentExchange.wrap(this::call));
            }
            case "/llm-async" -> later(request.startAsync(), CurrentExchange.wrap(this::call));
            default -> response.sendError(404);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (!request.getServletPath().equals("/upload")) {
            super.doPost(request, response);
            return;
        }
        long total = 0;
        byte[] buffer = new byte[8192];
        for (int read = request.getInputStream().read(buffer);
                read >= 0;
                read = request.getInputStream().read(buffer)) {
            total += read;
        }
        text(response, Long.toString(total));
    }

    @Override
    protected void doOptions(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Allow", ALLOW);
        response.setStatus(200);
    }

    private void call() {
        meter.record(LlmApi.GEMINI_GENERATE_CONTENT, MODEL, ANSWER);
    }

    private static void later(AsyncContext context, Runnable work) {
        context.setTimeout(20_000);
        new Thread(() -> {
                    work.run();
                    try {
                        text((HttpServletResponse) context.getResponse(), "later");
                    } catch (IOException gone) {
                        // The client has left; completing says so.
                    }
                    context.complete();
                })
                .start();
    }

    private static void text(HttpServletResponse response, String text) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(text);
    }
}
