/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import dev.breakwater.exchange.ProblemDetail;
import jakarta.servlet.ServletException;

/** A request that cannot be answered, and why; what the client sent is not repeated. */
final class Refusal extends ServletException {
    private static final long serialVersionUID = 1L;

    private final transient ProblemDetail problem;

    Refusal(int status, String detail) {
        super(detail);
        problem = ProblemDetail.of(status, detail);
    }

    ProblemDetail problem() {
        return problem;
    }
}
