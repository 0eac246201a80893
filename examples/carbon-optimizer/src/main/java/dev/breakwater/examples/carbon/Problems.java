/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import dev.breakwater.exchange.ProblemDetail;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Refusals and faults as {@code application/problem+json} (RFC 9457). */
final class Problems {
    private Problems() {}

    static ProblemDetail of(int status, String detail) {
        return ProblemDetail.of("about:blank", title(status), status, detail);
    }

    /** A problem of which the status says all. */
    static ProblemDetail of(int status) {
        return of(status, title(status) + '.');
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 415 -> "Unsupported Media Type";
            default -> status < 500 ? "Client Error" : "Internal Server Error";
        };
    }

    static void send(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(ProblemDetail.MEDIA_TYPE);
        response.getOutputStream().print(problem.toJson()); // ASCII
    }
}
