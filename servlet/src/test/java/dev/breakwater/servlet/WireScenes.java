/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.headers.CspDirective;
import dev.breakwater.headers.CspSource;
import dev.breakwater.headers.SecurityHeaders;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Every way in which an application can come to a response, by path; a path not named here is answered plainly. */
final class WireScenes extends HttpServlet {
    static final String PLAIN = "plain";

    /** How many requests the application has been called for. */
    final AtomicInteger reached = new AtomicInteger();

    /** Holds back the end of {@code /async-held}. */
    final CountDownLatch held = new CountDownLatch(1);

    /** How many requests are held back. */
    final CountDownLatch holding = new CountDownLatch(1);

    /** The request's nonce, as a page would write it. */
    static String nonce(HttpServletRequest request) {
        return "<" + request.getAttribute("cspNonce") + ">";
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        reached.incrementAndGet();
        if (request.getHeader("Test-Nonce") != null) {
            response.addHeader("Test-Nonce", String.valueOf(request.getAttribute("cspNonce")));
        }
        if (request.getDispatcherType() == DispatcherType.INCLUDE) {
            response.getWriter().print("included " + nonce(request));
        } else if (request.getDispatcherType() == DispatcherType.ASYNC
                && request.getServletPath().startsWith("/async")) {
            plain(request, response);
        } else if (request.getServletPath().startsWith("/async")) {
            async(request, response);
        } else {
            blocking(request, response);
        }
    }

    private static void blocking(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        switch (request.getServletPath()) {
            case "/throw" -> throw new IllegalStateException("the application's own failure");
            case "/throw-checked" -> throw new ServletException("the application's own failure");
            case "/throw-after-write" -> {
                plain(request, response);
                throw new IllegalStateException("the application's own failure");
            }
            case "/throw-after-flush" -> {
                plain(request, response);
                response.flushBuffer();
                throw new IllegalStateException("the application's own failure");
            }
            case "/send-error-500" -> response.sendError(500);
            case "/send-error-404" -> response.sendError(404, "the application's own reason");
            case "/set-status-500" -> response.setStatus(500);
            case "/bad-request" -> response.setStatus(400);
            case "/reset" -> {
                overwrite(response);
                response.setStatus(500);
                response.getWriter().print("never sent");
                response.reset();
                plain(request, response);
            }
            case "/reset-429" -> {
                response.reset();
                response.setStatus(429);
                response.setHeader("Retry-After", "7");
            }
            case "/reset-buffer" -> {
                response.getWriter().print("never sent");
                response.resetBuffer();
                plain(request, response);
            }
            case "/reset-send-error" -> {
                response.reset();
                response.sendError(503);
            }
            case "/length-flush" -> {
                response.setContentType("text/plain");
                response.setHeader("Content-Length", Integer.toString(PLAIN.length()));
                response.getWriter().print(PLAIN);
                response.flushBuffer();
            }
            case "/int-length" -> {
                response.setContentType("text/plain");
                response.setIntHeader("Content-Length", PLAIN.length());
                response.getWriter().print(PLAIN);
            }
            case "/long-length" -> {
                response.setContentType("text/plain");
                response.setContentLengthLong(PLAIN.length());
                response.getOutputStream().print(PLAIN);
                response.getOutputStream().close();
            }
            case "/flush" -> {
                response.flushBuffer();
                plain(request, response);
            }
            case "/close" -> {
                plain(request, response);
                response.getWriter().close();
            }
            case "/large" -> {
                for (int i = 0; i < 20; i++) {
                    response.getOutputStream().write(new byte[10_000]);
                }
            }
            case "/redirect" -> response.sendRedirect("/plain");
            case "/see-other" -> {
                response.setStatus(303);
                response.setHeader("Location", "/plain");
            }
            case "/include" -> {
                plain(request, response);
                request.getRequestDispatcher("/plain").include(request, response);
            }
            case "/include-alone" -> {
                response.setContentType("text/plain");
                response.setHeader("Cache-Control", "public");
                request.getRequestDispatcher("/plain").include(request, response);
            }
            case "/append" -> {
                SecurityHeaders.current()
                        .append(CspDirective.IMG_SRC, CspSource.of("https://" + request.getQueryString()));
                plain(request, response);
            }
            case "/append-throw" -> {
                SecurityHeaders.current().append(CspDirective.IMG_SRC, CspSource.of("https://images.example"));
                throw new IllegalStateException("the application's own failure");
            }
            case "/append-reset" -> {
                SecurityHeaders.current().append(CspDirective.IMG_SRC, CspSource.of("https://images.example"));
                response.reset();
                plain(request, response);
            }
            case "/forward" -> request.getRequestDispatcher("/plain").forward(request, response);
            case "/forward-forward" -> request.getRequestDispatcher("/forward").forward(request, response);
            case "/forward-throw" -> request.getRequestDispatcher("/throw").forward(request, response);
            case "/forward-send-error" ->
                request.getRequestDispatcher("/forward-404").forward(request, response);
            case "/forward-404" ->
                request.getRequestDispatcher("/send-error-404").forward(request, response);
            case "/overwrite" -> {
                overwrite(response);
                plain(request, response);
            }
            case "/names-itself" -> {
                response.setHeader("Server", "Theirs/1.0");
                response.addHeader("Server", "Theirs/2.0");
                response.setHeader("X-Powered-By", "theirs");
                response.addHeader("x-powered-by", "theirs");
                plain(request, response);
            }
            case "/cached" -> {
                response.setHeader("Cache-Control", "public, max-age=60");
                response.setContentType("text/plain");
                response.getWriter().print(PLAIN);
            }
            case "/cached-nonce" -> {
                response.setHeader("Cache-Control", "public, max-age=60");
                plain(request, response);
            }
            case "/pinned-cache", "/pinned-cache-throw", "/pinned-cache-404" -> {
                SecurityHeaders.current().header("Cache-Control", "public, max-age=60");
                if (request.getServletPath().endsWith("throw")) {
                    throw new IllegalStateException("the application's own failure");
                }
                response.setStatus(request.getServletPath().endsWith("404") ? 404 : 200);
            }
            case "/not-modified" -> response.setStatus(304);
            case "/no-content" -> response.setStatus(204);
            case "/vary-anything" -> {
                response.setHeader("Vary", "*");
                plain(request, response);
            }
            case "/vary-also" -> {
                response.addHeader("Vary", "Cookie");
                response.addHeader("Vary", "origin, Accept");
                plain(request, response);
            }
            case "/cors-too" -> {
                response.setHeader("Access-Control-Allow-Origin", "*");
                response.addHeader("Access-Control-Allow-Origin", "https://theirs.example");
                response.setHeader("Access-Control-Allow-Credentials", "true");
                response.addHeader("Access-Control-Expose-Headers", "X-Theirs");
                plain(request, response);
            }
            default -> {
                if (request.getMethod().equals("OPTIONS")) {
                    response.setHeader("Allow", "GET, BREW");
                } else {
                    plain(request, response);
                }
            }
        }
    }

    private static void overwrite(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", "default-src *");
        response.setHeader("X-Content-Type-Options", "theirs");
        response.addHeader("X-XSS-Protection", "1; mode=block");
        response.setHeader("Permissions-Policy", "camera=*");
        response.setHeader("X-Frame-Options", "SAMEORIGIN");
        response.addHeader("Referrer-Policy", "origin");
        response.setHeader("Vary", "Cookie");
    }

    private void async(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext context = request.startAsync();
        context.setTimeout(20_000);
        switch (request.getServletPath()) {
            case "/async-timeout" -> context.setTimeout(30);
            case "/async-throw" -> throw new IllegalStateException("the application's own failure");
            case "/async-dispatch" -> later(context, context::dispatch);
            case "/async-dispatch-throw" -> later(context, () -> context.dispatch("/throw"));
            case "/async-dispatch-forward" -> later(context, () -> context.dispatch("/forward"));
            case "/async-redirect" ->
                later(context, () -> {
                    ((HttpServletResponse) context.getResponse()).sendRedirect("/plain");
                    context.complete();
                });
            case "/async-send-error" ->
                later(context, () -> {
                    ((HttpServletResponse) context.getResponse()).sendError(503);
                    context.complete();
                });
            case "/async-held" -> {
                holding.countDown();
                later(context, () -> {
                    held.await();
                    context.complete();
                });
            }
            default ->
                later(context, () -> {
                    plain((HttpServletRequest) context.getRequest(), (HttpServletResponse) context.getResponse());
                    context.complete();
                });
        }
    }

    private static void later(AsyncContext context, Step step) {
        new Thread(() -> {
                    try {
                        step.take();
                    } catch (Exception gone) {
                        context.complete();
                    }
                })
                .start();
    }

    private static void plain(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(PLAIN + " " + nonce(request));
    }

    @FunctionalInterface
    private interface Step {
        void take() throws Exception;
    }
}
