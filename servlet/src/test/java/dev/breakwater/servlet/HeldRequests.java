/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests of every kind that do not end before a test lets them, and some that do at once. */
final class HeldRequests extends HttpServlet {
    private final AtomicInteger holding = new AtomicInteger();
    private final transient CountDownLatch released = new CountDownLatch(1);

    void register(ServletContext context) {
        ServletRegistration.Dynamic servlet = context.addServlet("held", this);
        servlet.addMapping("/");
        servlet.setAsyncSupported(true);
    }

    /** How many have begun so far. */
    int count() {
        return holding.get();
    }

    /** Lets all of them end. */
    void release() {
        released.countDown();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getServletPath()) {
            case "/quick" -> echo(request, response);
            case "/chunked" -> chunks(response);
            case "/keeping" -> keep(response);
            case "/async-quick" -> async(request, context -> write(context, "done"));
            case "/held" -> {
                hold();
                response.getWriter().write("done");
            }
            case "/async" ->
                async(request, context -> {
                    hold();
                    write(context, "done");
                });
            case "/stream" -> async(request, this::stream);
            case "/failing" -> throw new IllegalStateException("planned");
            default -> response.sendError(404);
        }
    }

    private static void echo(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readAllBytes();
        response.setContentLength(body.length == 0 ? 4 : body.length);
        response.getOutputStream().write(body.length == 0 ? "done".getBytes("US-ASCII") : body);
    }

    private static void chunks(HttpServletResponse response) throws IOException {
        PrintWriter out = response.getWriter();
        out.write("first");
        response.flushBuffer();
        out.write("second");
    }

    private static void keep(HttpServletResponse response) throws IOException {
        response.setHeader("Connection", "keep-alive");
        response.addHeader("Connection", "keep-alive");
        response.getWriter().write("done");
    }

    private interface Work {
        void on(AsyncContext context) throws IOException;
    }

    private static void async(HttpServletRequest request, Work work) {
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        new Thread(() -> {
                    try {
                        work.on(context);
                    } catch (IOException gone) {
                        throw new UncheckedIOException(gone);
                    } finally {
                        context.complete();
                    }
                })
                .start();
    }

    private void stream(AsyncContext context) throws IOException {
        context.getResponse().setContentType("text/event-stream");
        write(context, "data: first\n\n");
        context.getResponse().flushBuffer();
        hold();
        write(context, "data: done");
    }

    private static void write(AsyncContext context, String text) throws IOException {
        context.getResponse().getWriter().write(text);
    }

    private void hold() {
        holding.incrementAndGet();
        try {
            released.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
