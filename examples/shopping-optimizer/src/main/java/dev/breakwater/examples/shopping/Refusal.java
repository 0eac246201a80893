/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import dev.breakwater.exchange.ProblemDetail;

/** A request that cannot be answered, and why; what the client sent is not repeated. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProblemDetail problem;

    Refusal(int status, String detail) {
        super(detail, null, false, false);
        problem = ProblemDetail.of(status, detail);
    }

    ProblemDetail problem() {
        return problem;
    }
}
