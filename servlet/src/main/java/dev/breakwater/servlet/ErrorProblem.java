/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What is sent in place of an error page: the status and its words as {@code application/problem+json} (RFC 9457).
 * Nothing of what the application threw or said gets into it; that is for the request's event.
 */
final class ErrorProblem {
    // They describe, or let caches keep, the answer that failed half-way; compressed, ours would not even be readable.
    private static final List<String> OF_THE_FAILED_ANSWER = List.of(
            "Content-Encoding",
            "Content-Location",
            "Content-Disposition",
            "Content-Range",
            "Content-MD5",
            "Content-Digest",
            "Repr-Digest",
            "Accept-Ranges",
            "ETag",
            "Last-Modified",
            "Expires",
            "Pragma");

    // There it is about the whole that a range was asked of: how long it is (RFC 9110 section 15.5.17).
    private static final List<String> OF_THE_REFUSED_RANGE = OF_THE_FAILED_ANSWER.stream()
            .filter(name -> !name.equals("Content-Range"))
            .toList();

    private ErrorProblem() {}

    /** Whether the container calls its error page at this moment, and a problem can be sent instead. */
    static boolean isDue(HttpServletRequest request, HttpServletResponse response) {
        return request.getDispatcherType() == DispatcherType.ERROR
                && isError(status(request, response))
                && !response.isCommitted();
    }

    /** The status that the container calls its error page for. */
    static int status(HttpServletRequest request, HttpServletResponse response) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        return status instanceof Integer code ? code : response.getStatus();
    }

    // sendError takes any number, and 304 or 700 are no problems.
    private static boolean isError(int status) {
        return status >= 400 && status < 600;
    }

    /**
     * Sends the problem in place of all that was going to be sent, but for headers that are not about the content:
     * {@code Allow}, {@code WWW-Authenticate}, {@code Retry-After}, cookies and the like, and with a 416
     * {@code Content-Range}.
     *
     * @param toHead whether a HEAD request is answered
     * @throws IOException if the client is gone
     */
    static void send(int status, HttpServletRequest request, HttpServletResponse response, boolean toHead)
            throws IOException {
        Passage passage = Passage.of(request);
        List<String> spoilt = status == HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE
                ? OF_THE_REFUSED_RANGE
                : OF_THE_FAILED_ANSWER;
        HeaderRemoval.remove(spoilt, response, passage != null && !passage.isAsync());
        blank(spoilt, response);
        // Both, because Tomcat writes the locale's language over the header, and Undertow writes "en-" for this locale.
        // Some containers know a charset for each locale, so that is taken off last.
        response.setLocale(Locale.ENGLISH);
        response.setCharacterEncoding(null);
        Reply problem = Reply.problem(ProblemDetail.of(status)).with("Content-Language", "en");
        ReplyWriter.write(problem, response, toHead);
    }

    /**
     * On Tomcat 10.1 nothing but a reset takes a header off, and there a reset makes it forget that an asynchronous
     * request has been given its error page: it includes the page once more and drops the connection. A value of nothing
     * means nothing to clients.
     */
    private static void blank(List<String> names, HttpServletResponse response) {
        for (int i = 0; i < names.size(); i++) {
            if (response.getHeader(names.get(i)) != null) {
                response.setHeader(names.get(i), "");
            }
        }
    }
}
