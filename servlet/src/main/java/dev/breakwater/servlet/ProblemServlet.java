/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The error page of a service that has none for people: sends {@code application/problem+json} (RFC 9457) with the status
 * and its words, and nothing else of what failed. Mapped to {@code /} as well, it is the 404 of paths where nothing is.
 *
 * <p>It sends a problem whatever the client accepts and whatever {@code errors.problem-details} says. Where a container
 * has an error page already, that key does the same before it is called. Safe for use by many threads.
 */
public final class ProblemServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** For {@code web.xml} and for containers in code. */
    public ProblemServlet() {}

    /** Answers where a request has failed, and with 404 where it has not. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (ErrorProblem.isDue(request, response)) {
            ErrorProblem.send(ErrorProblem.status(request, response), request, response, isHead(request));
        } else if (request.getDispatcherType() != DispatcherType.ERROR && !response.isCommitted()) {
            ErrorProblem.send(HttpServletResponse.SC_NOT_FOUND, request, response, isHead(request));
        }
    }

    private static boolean isHead(HttpServletRequest request) {
        return ServletExchange.methodOf(request).equals("HEAD");
    }
}
