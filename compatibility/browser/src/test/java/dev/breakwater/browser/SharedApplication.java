/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An application that pages of other origins call, with the ways in which calls go wrong. Knows nothing of CORS. */
final class SharedApplication extends HttpServlet {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        calls.add(request.getMethod() + " " + request.getRequestURI());
        response.setHeader("X-Shown", "shown");
        response.setHeader("X-Hidden", "hidden");
        switch (request.getRequestURI().substring(request.getRequestURI().lastIndexOf('/') + 1)) {
            case "boom" -> throw new IllegalStateException("thrown on purpose");
            case "held" -> hold();
            case "private" -> response.setStatus(401);
            case "sign-in" -> response.addHeader("Set-Cookie", "user=ann; Path=/; Secure; SameSite=None");
            case "who" -> say(response, Objects.toString(request.getHeader("Cookie"), "nobody"));
            case "upload" ->
                say(response, String.valueOf(request.getInputStream().readAllBytes().length));
            default -> say(response, "hello");
        }
    }

    private void hold() {
        try {
            if (!held.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("never released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets go the request that is held. */
    void release() {
        held.countDown();
    }

    private static void say(HttpServletResponse response, String text) throws IOException {
        response.setContentType("text/plain");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How often it was called so. */
    long calls(String methodAndPath) {
        return calls.stream().filter(methodAndPath::equals).count();
    }
}
