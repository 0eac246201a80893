/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.policy.Problem;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Set;

/**
 * Refuses to start beside a filter that puts what forwarding headers say in the place of the caller's address. No
 * container tells in which order its filters run: before ours, such a filter would make the caller whoever the client
 * says it is.
 */
final class RewritingFilters {
    private static final Set<String> TYPES = Set.of(
            "org.springframework.web.filter.ForwardedHeaderFilter", "org.apache.catalina.filters.RemoteIpFilter");

    private RewritingFilters() {}

    static void refuse(ServletContext context, BreakwaterRuntime runtime) throws ServletException {
        if (runtime.chain().guards().isEmpty() || runtime.chain().callers().leavesIdentityToContainer()) {
            return;
        }
        for (FilterRegistration filter : context.getFilterRegistrations().values()) {
            if (filter.getClassName() != null && TYPES.contains(filter.getClassName())) {
                throw new ServletException(fault(context, filter).toString());
            }
        }
    }

    private static Problem fault(ServletContext context, FilterRegistration filter) {
        return Problem.error(
                "BW-CALLER-030",
                "filters of servlet context '" + context.getContextPath() + "'",
                filter.getClassName() + " named " + filter.getName(),
                "no filter that rewrites the caller's address",
                "Remove it and name your proxies in caller.trusted-proxies; or set caller.forwarded-header=none to leave"
                        + " the caller's identity to it.");
    }
}
