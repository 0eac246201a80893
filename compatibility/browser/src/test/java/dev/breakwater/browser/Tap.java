/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import static org.awaitility.Awaitility.await;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before Breakwater and writes down what the browser sent, preflights included. */
final class Tap extends HttpFilter {
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        arrived.add(request.getMethod() + " " + request.getRequestURI());
        chain.doFilter(request, response);
        if (response.getStatus() == HttpServletResponse.SC_FORBIDDEN) {
            refused.add(request.getRequestURI());
        }
    }

    /** The methods of the requests for a path, in the order of their arrival. */
    List<String> methods(String path) {
        return arrived.stream()
                .filter(line -> line.endsWith(" " + path))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    /** Waits until a request for a path was answered with 403; the browser may know of it a little earlier. */
    void awaitForbidden(String path) {
        await().until(() -> refused.contains(path));
    }
}
