/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

/**
 * Where a filter that the container has made finds its runtime. The first such filter of a context that holds none
 * starts one, publishes it to the others, and ends it.
 *
 * @param context where it was looked for
 * @param runtime the runtime
 * @param started whether it was started here, and so is to be closed here
 */
record RuntimeLookup(ServletContext context, BreakwaterRuntime runtime, boolean started) {
    static final String ATTRIBUTE = BreakwaterRuntime.class.getName();

    /**
     * The context's runtime, or a new one.
     *
     * @throws ServletException if the context holds something else under that name, or the configuration is not valid
     */
    static RuntimeLookup in(ServletContext context) throws ServletException {
        Object found = context.getAttribute(ATTRIBUTE);
        if (found instanceof BreakwaterRuntime runtime) {
            return new RuntimeLookup(context, runtime, false);
        }
        if (found != null) {
            // Most likely the same class of another class loader, which has its own idea of every type here.
            throw new ServletException("servlet context attribute " + ATTRIBUTE + ": "
                    + found.getClass().getName() + " (expected: a BreakwaterRuntime of this filter's class loader, or"
                    + " nothing). Keep one copy of Breakwater, beside the application or in the container.");
        }
        BreakwaterRuntime runtime = start();
        context.setAttribute(ATTRIBUTE, runtime);
        return new RuntimeLookup(context, runtime, true);
    }

    private static BreakwaterRuntime start() throws ServletException {
        try {
            return BreakwaterRuntime.start();
        } catch (InvalidPolicyException invalid) {
            // Containers log the message of what a filter throws, and not always that of its cause.
            throw new ServletException(invalid.getMessage(), invalid);
        }
    }

    /** Ends the runtime if it was started here. */
    void release() {
        if (started) {
            context.removeAttribute(ATTRIBUTE);
            runtime.close();
        }
    }
}
