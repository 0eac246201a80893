/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.HeaderSyntax;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a header off a response. Servlet 6.1 does so where a header is set to null; Servlet 6.0 has no means but to reset
 * everything and to write the rest again: status, content type and headers. A locale cannot be told from the container's
 * own and is lost then, as are trailers; few redirects have either.
 */
final class HeaderRemoval {
    private HeaderRemoval() {}

    /**
     * Takes off each of these headers, if it is there.
     *
     * @param mayReset whether nothing has been written to the body that a reset would lose
     */
    static void remove(Collection<String> names, HttpServletResponse response, boolean mayReset) {
        boolean left = false;
        for (String name : names) {
            strip(name, response);
            left |= response.containsHeader(name);
        }
        if (left && mayReset && !response.isCommitted()) {
            rewriteWithout(names, response);
        }
    }

    /** Sets it to null. Not every container takes it off then. */
    static void strip(String name, HttpServletResponse response) {
        try {
            response.setHeader(name, null);
        } catch (UnsupportedOperationException held) {
            // Jetty 12.0 does not let go of its own Server header, unless it is told not to send it.
        }
    }

    private static void rewriteWithout(Collection<String> names, HttpServletResponse response) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        for (String name : response.getHeaderNames()) {
            if (!contains(names, name)) {
                kept.put(name, new ArrayList<>(response.getHeaders(name)));
            }
        }
        int status = response.getStatus();
        @Nullable String contentType = response.getContentType();
        response.reset();
        response.setStatus(status);
        if (contentType != null) {
            response.setContentType(contentType);
        }
        kept.forEach((name, values) -> write(name, values, response));
    }

    private static void write(String name, List<String> values, HttpServletResponse response) {
        response.setHeader(name, values.get(0));
        for (int i = 1; i < values.size(); i++) {
            response.addHeader(name, values.get(i));
        }
    }

    static boolean contains(Collection<String> names, String name) {
        for (String each : names) {
            if (HeaderSyntax.sameName(each, name)) {
                return true;
            }
        }
        return false;
    }
}
