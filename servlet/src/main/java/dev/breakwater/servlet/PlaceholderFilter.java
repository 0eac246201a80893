/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.PlaceholderName;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Stands in until the first real type arrives. */
public final class PlaceholderFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** Creates the filter. */
    public PlaceholderFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Placeholder", PlaceholderName.orDefault(request.getHeader("Placeholder")));
        chain.doFilter(request, response);
    }
}
