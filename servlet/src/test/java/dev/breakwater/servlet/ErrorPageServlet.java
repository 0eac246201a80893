/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The page for all errors. Keeps the status unless the failed request asks for another, or for a failing page. */
final class ErrorPageServlet extends HttpServlet {
    static final String PATH = "/error-page";
    static final String TEXT = "error page";

    /** Request attribute: the status the page shall set. */
    static final String STATUS = "error-page.status";

    /** Request attribute: the page shall write headers of ours. */
    static final String WRITES = "error-page.writes";

    /** Request attribute: the page shall fail. */
    static final String FAILS = "error-page.fails";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(FAILS) != null) {
            throw new IllegalStateException("the error page's own failure");
        }
        if (request.getAttribute(STATUS) instanceof Integer status) {
            response.setStatus(status);
        }
        if (request.getAttribute(WRITES) != null) {
            response.setHeader("Test-Pin", "theirs");
            response.addHeader("Test-Default", "theirs");
            response.setHeader("Vary", "Cookie");
        }
        if (!response.isCommitted()) {
            response.getWriter().print(TEXT);
        }
    }
}
