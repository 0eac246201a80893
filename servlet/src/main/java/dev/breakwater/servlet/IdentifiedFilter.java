/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The second admission point: comes right after whatever authenticates the user, and lets the chain decide what depends
 * on the user, for requests that a {@link BreakwaterFilter#beforeAuthentication} has let in. Does nothing for other
 * requests, nor the second time. Safe for use by many threads.
 */
public final class IdentifiedFilter implements Filter {
    /** A filter for the requests of any runtime. */
    public IdentifiedFilter() {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http
                && response instanceof HttpServletResponse answer
                && isAnswered(http, answer)) {
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isAnswered(HttpServletRequest request, HttpServletResponse response) {
        for (Passage passage = Passage.of(request); passage != null; passage = passage.outer()) {
            if (passage.identify(request, response)) {
                return true;
            }
        }
        return false;
    }
}
