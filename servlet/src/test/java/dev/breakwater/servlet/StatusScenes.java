/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.TestApplication;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** All the ways in which an application sets a status, by path: {@code /status/set/302/200} sets one after the other. */
final class StatusScenes {
    private StatusScenes() {}

    static void service(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        List<String> steps = Arrays.asList(
                request.getServletPath().substring("/status/".length()).split("/"));
        switch (steps.get(0)) {
            case "set" -> set(steps, response);
            case "overwrite" -> overwrite(steps, response);
            case "redirect" -> response.sendRedirect("/plain");
            case "write-redirect" -> {
                response.getOutputStream().print("never sent");
                response.sendRedirect("/plain");
            }
            case "print-redirect" -> {
                response.getWriter().print("never sent");
                response.sendRedirect("/plain");
            }
            case "forward-redirect" ->
                request.getRequestDispatcher("/status/redirect").forward(request, response);
            case "redirect-in-vain" -> {
                response.getOutputStream().print(TestApplication.PLAIN);
                response.flushBuffer();
                try {
                    response.sendRedirect("/plain");
                } catch (IllegalStateException committed) {
                    // As it must be.
                }
            }
            case "everything" -> {
                response.addHeader("Test-Other", "1");
                response.addHeader("Test-Other", "2");
                response.addCookie(new Cookie("a", "b"));
                response.setContentType("text/plain");
                response.setStatus(302);
            }
            case "overload" -> overload(steps.get(1), response);
            default -> throw new IllegalArgumentException(request.getServletPath());
        }
    }

    private static void set(List<String> steps, HttpServletResponse response) throws IOException {
        for (int i = 1; i < steps.size(); i++) {
            switch (steps.get(i)) {
                case "reset" -> response.reset();
                case "throw" -> throw new TestApplication.Failure();
                case "error" -> {
                    response.sendError(Integer.parseInt(steps.get(i + 1)));
                    return;
                }
                default -> response.setStatus(Integer.parseInt(steps.get(i)));
            }
        }
    }

    private static void overwrite(List<String> steps, HttpServletResponse response) {
        if (steps.get(1).equals("before")) {
            overwrite(response);
        }
        response.setStatus(Integer.parseInt(steps.get(2)));
        if (steps.get(1).equals("after")) {
            overwrite(response);
        }
        if (steps.size() > 3) {
            response.setStatus(Integer.parseInt(steps.get(3)));
        }
    }

    private static void overwrite(HttpServletResponse response) {
        response.addHeader("Test-Except", "theirs");
        response.setHeader("Test-Default-Except", "theirs");
    }

    static boolean areThereOverloads() {
        return Arrays.stream(HttpServletResponse.class.getMethods())
                .anyMatch(method -> method.getName().equals("sendRedirect") && method.getParameterCount() == 3);
    }

    private static void overload(String name, HttpServletResponse response) throws IOException {
        response.getOutputStream().print("moved");
        switch (name) {
            case "status" -> call(response, new Class<?>[] {int.class}, 303);
            case "clear" -> call(response, new Class<?>[] {boolean.class}, true);
            case "keep" -> call(response, new Class<?>[] {boolean.class}, false);
            case "both" -> call(response, new Class<?>[] {int.class, boolean.class}, 308, true);
            case "both-keep" -> call(response, new Class<?>[] {int.class, boolean.class}, 307, false);
            default -> throw new IllegalArgumentException(name);
        }
    }

    // By name, because Servlet 6.0 has only one method of it.
    private static void call(HttpServletResponse response, Class<?>[] types, Object... values) throws IOException {
        Class<?>[] all = new Class<?>[types.length + 1];
        Object[] arguments = new Object[types.length + 1];
        all[0] = String.class;
        arguments[0] = "/plain";
        System.arraycopy(types, 0, all, 1, types.length);
        System.arraycopy(values, 0, arguments, 1, values.length);
        try {
            HttpServletResponse.class.getMethod("sendRedirect", all).invoke(response, arguments);
        } catch (ReflectiveOperationException failure) {
            throw new IOException(failure);
        }
    }
}
