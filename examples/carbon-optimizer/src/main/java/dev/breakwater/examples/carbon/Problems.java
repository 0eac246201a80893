/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import dev.breakwater.exchange.ProblemDetail;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Refusals as {@code application/problem+json} (RFC 9457). */
final class Problems {
    private Problems() {}

    static void send(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(ProblemDetail.MEDIA_TYPE);
        response.getOutputStream().print(problem.toJson()); // ASCII
    }
}
