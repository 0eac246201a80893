/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.Exchange;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which route a request took: what Spring says, else what the application has told the exchange, else the pattern that
 * the request's servlet is mapped to. A servlet that takes all requests, or all that nobody else takes, says nothing.
 */
final class Route {
    // By name, because this module knows no Spring: where its HandlerMapping leaves the route template.
    private static final String SPRING = "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

    private @Nullable String ofSpring;
    private @Nullable String ofServlet;

    /** The request comes in; a forward may change later on what servlet it says it is mapped to. */
    void begin(HttpServletRequest request) {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            ofServlet = mapped(request);
        }
    }

    /** A dispatch is over. An error page has a route of its own, which says nothing about the request. */
    void passed(HttpServletRequest request) {
        if (request.getDispatcherType() != DispatcherType.ERROR
                && request.getAttribute(SPRING) instanceof String template) {
            ofSpring = template;
        }
    }

    private static @Nullable String mapped(HttpServletRequest request) {
        HttpServletMapping mapping = request.getHttpServletMapping();
        if (mapping == null || mapping.getMappingMatch() == null) {
            return null;
        }
        String pattern = mapping.getPattern();
        String context = request.getServletContext().getContextPath();
        return switch (mapping.getMappingMatch()) {
            case EXACT -> context.isEmpty() ? pattern : context + pattern;
            case PATH -> pattern.equals("/*") ? null : context + pattern;
            case EXTENSION -> context.isEmpty() ? pattern : context + "/" + pattern;
            case CONTEXT_ROOT, DEFAULT -> null;
        };
    }

    /** The route; null if nobody knows it. */
    @Nullable
    String of(Exchange exchange) {
        if (ofSpring != null) {
            return ofSpring;
        }
        return exchange.route() == null ? ofServlet : exchange.route();
    }
}
