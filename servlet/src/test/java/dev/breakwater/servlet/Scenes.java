/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.TestApplication;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** What only servlets can do, by path; a path not named here is {@link TestApplication}'s. */
final class Scenes extends HttpServlet {
    /** Holds back the end of {@code /async/held}. */
    final CountDownLatch held = new CountDownLatch(1);

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (request.getServletPath().startsWith("/status/")) {
            StatusScenes.service(request, response);
        } else if (request.getServletPath().startsWith("/async/")) {
            async(request, response);
        } else {
            blocking(request, response);
        }
    }

    private static void blocking(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        boolean included = request.getDispatcherType() == DispatcherType.INCLUDE;
        switch (included ? "/overwrite" : request.getServletPath()) {
            case "/reset" -> {
                overwrite(response);
                response.setStatus(500);
                response.getWriter().print("never sent");
                response.reset();
                response.getWriter().print(TestApplication.PLAIN);
            }
            case "/reset-buffer" -> {
                response.getWriter().print("never sent");
                response.resetBuffer();
                response.getWriter().print(TestApplication.PLAIN);
            }
            case "/include" -> {
                request.getRequestDispatcher("/overwrite").include(request, response);
                response.getOutputStream().print("+");
            }
            case "/forward" -> request.getRequestDispatcher("/plain").forward(request, response);
            case "/forward-overwrite" ->
                request.getRequestDispatcher("/overwrite").forward(request, response);
            case "/forward-throw" -> request.getRequestDispatcher("/throw").forward(request, response);
            case "/overwrite" -> {
                overwrite(response);
                response.getOutputStream().print(TestApplication.PLAIN);
            }
            case "/numbers" -> numbers(response);
            case "/dates" -> dates(response);
            case "/throw-page-418" -> {
                request.setAttribute(ErrorPageServlet.STATUS, 418);
                throw new TestApplication.Failure();
            }
            case "/send-404-page-410" -> {
                request.setAttribute(ErrorPageServlet.STATUS, 410);
                response.sendError(404);
            }
            case "/throw-page-overwrites" -> {
                request.setAttribute(ErrorPageServlet.WRITES, true);
                throw new TestApplication.Failure();
            }
            case "/throw-page-fails" -> {
                request.setAttribute(ErrorPageServlet.FAILS, true);
                throw new TestApplication.Failure();
            }
            case "/overwrite-throw" -> {
                overwrite(response);
                throw new TestApplication.Failure();
            }
            case "/throw-checked" -> throw new ServletException(new TestApplication.Failure());
            case "/set-404-throw" -> {
                response.setStatus(404);
                throw new TestApplication.Failure();
            }
            case "/send-404-throw" -> {
                response.sendError(404);
                throw new TestApplication.Failure();
            }
            default -> TestApplication.answer(new ServletCall(request, response));
        }
    }

    private static void overwrite(HttpServletResponse response) {
        response.setHeader("Test-Pin", "theirs");
        response.setHeader("Test-Default", "theirs");
        response.setHeader("Test-Removed", "theirs");
        response.setHeader("Vary", "Cookie");
    }

    private static void numbers(HttpServletResponse response) {
        response.setIntHeader("Test-Pin", 1);
        response.addIntHeader("Test-Pin", 2);
        response.addIntHeader("Test-Default", 1);
        response.addIntHeader("Test-Default", 2);
        response.setIntHeader("Vary", 1);
        response.addIntHeader("Vary", 2);
        response.setIntHeader("Test-Other", 1);
        response.addIntHeader("Test-Other", 2);
    }

    private static void dates(HttpServletResponse response) {
        response.setDateHeader("Test-Pin", 0);
        response.addDateHeader("Test-Pin", 0);
        response.addDateHeader("Test-Default", 0);
        response.addDateHeader("Test-Default", 1000);
        response.setDateHeader("Vary", 0);
        response.addDateHeader("Vary", 0);
        response.setDateHeader("Test-Other", 0);
    }

    private void async(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute("gone") instanceof IOException gone) {
            throw gone;
        }
        if (request.getDispatcherType() == DispatcherType.ASYNC && request.getAttribute("again") == null) {
            plain(response);
            return;
        }
        switch (request.getServletPath()) {
            case "/async/complete" -> work(request.startAsync(), Scenes::plain);
            case "/async/complete-given" -> work(request.startAsync(request, response), Scenes::plain);
            case "/async/overwrite" ->
                work(request.startAsync(), answer -> {
                    overwrite(answer);
                    plain(answer);
                });
            case "/async/redirect" -> work(request.startAsync(), answer -> answer.sendRedirect("/plain"));
            case "/async/send-error" -> work(request.startAsync(), answer -> answer.sendError(503));
            case "/async/held" ->
                work(request.startAsync(), answer -> {
                    held.await();
                    plain(answer);
                });
            case "/async/endless" ->
                work(request.startAsync(), answer -> {
                    while (true) {
                        answer.getOutputStream().write(new byte[10_000]);
                        answer.flushBuffer();
                    }
                });
            case "/async/complete-at-once" -> {
                AsyncContext context = request.startAsync();
                plain(response);
                context.complete();
            }
            case "/async/dispatch-at-once" -> request.startAsync().dispatch();
            case "/async/dispatch" -> later(request.startAsync(), context -> context.dispatch("/plain"));
            case "/async/dispatch-given" ->
                later(request.startAsync(request, response), context -> context.dispatch("/overwrite"));
            case "/async/dispatch-throw" -> later(request.startAsync(), context -> context.dispatch("/throw"));
            case "/async/dispatch-throw-after-commit" ->
                later(request.startAsync(), context -> context.dispatch("/throw-after-commit"));
            case "/async/again" -> again(request);
            case "/async/timeout" -> request.startAsync().setTimeout(50);
            case "/async/timeout-handled" -> {
                AsyncContext context = request.startAsync();
                context.setTimeout(50);
                context.addListener(new Answering(503));
            }
            case "/async/timeout-dispatched" -> {
                AsyncContext context = request.startAsync();
                context.setTimeout(50);
                context.addListener(new Answering(0));
            }
            case "/async/throw" -> {
                request.startAsync();
                throw new TestApplication.Failure();
            }
            default -> throw new IllegalArgumentException(request.getServletPath());
        }
    }

    private static void again(HttpServletRequest request) {
        if (request.getAttribute("again") == null) {
            request.setAttribute("again", true);
            later(request.startAsync(), AsyncContext::dispatch);
        } else {
            work(request.startAsync(), Scenes::plain);
        }
    }

    private static void plain(HttpServletResponse response) throws IOException {
        response.getOutputStream().print(TestApplication.PLAIN);
    }

    private static void work(AsyncContext context, Work work) {
        later(context, running -> {
            try {
                work.on((HttpServletResponse) running.getResponse());
            } catch (IOException gone) {
                // As Spring does: what went wrong is thrown again where the container hears it. Tomcat may have ended
                // the request by itself already.
                running.getRequest().setAttribute("gone", gone);
                running.dispatch();
                return;
            }
            running.complete();
        });
    }

    private static void later(AsyncContext context, Step step) {
        context.setTimeout(20_000);
        new Thread(() -> {
                    try {
                        step.take(context);
                    } catch (Exception gone) {
                        // There is no one to tell.
                    }
                })
                .start();
    }

    /** A servlet of its own, because containers do not call a servlet for a while that was unavailable. */
    static final class Unavailable extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws ServletException {
            throw new UnavailableException("for a while", 1);
        }
    }

    @FunctionalInterface
    private interface Work {
        void on(HttpServletResponse response) throws Exception;
    }

    @FunctionalInterface
    private interface Step {
        void take(AsyncContext context) throws Exception;
    }

    /** An application's own listener, which answers a timeout by itself or, if its status is 0, by a dispatch. */
    private record Answering(int status) implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) {
            if (status == 0) {
                event.getAsyncContext().dispatch("/plain");
            } else {
                ((HttpServletResponse) event.getAsyncContext().getResponse()).setStatus(status);
                event.getAsyncContext().complete();
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
