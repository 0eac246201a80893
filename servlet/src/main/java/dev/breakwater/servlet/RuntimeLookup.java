/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

/** Where a filter that the container has made finds its runtime. */
final class RuntimeLookup {
    static final String ATTRIBUTE = BreakwaterRuntime.class.getName();

    private RuntimeLookup() {}

    static BreakwaterRuntime find(ServletContext context) throws ServletException {
        Object found = context.getAttribute(ATTRIBUTE);
        if (found instanceof BreakwaterRuntime runtime) {
            return runtime;
        }
        throw new ServletException("servlet context attribute " + ATTRIBUTE + ": " + found
                + " (expected: a BreakwaterRuntime, put there by a ServletContextListener before filters start)");
    }
}
