/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that cannot be decided about. Spring answers it with {@code application/problem+json}. */
final class RefusedRequest extends ErrorResponseException {
    private static final long serialVersionUID = 1L;

    private RefusedRequest(HttpStatus status, String detail) {
        super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    static RefusedRequest invalid(String detail) {
        return new RefusedRequest(HttpStatus.BAD_REQUEST, detail);
    }

    static RefusedRequest tooLarge(String detail) {
        return new RefusedRequest(HttpStatus.CONTENT_TOO_LARGE, detail);
    }

    static RefusedRequest unknown() {
        return new RefusedRequest(HttpStatus.NOT_FOUND, "No such question waits, or its answer is too long ago.");
    }

    static RefusedRequest noRoom() {
        RefusedRequest refused = new RefusedRequest(
                HttpStatus.SERVICE_UNAVAILABLE, "Too many questions wait already. Ask again in a minute.");
        refused.getHeaders().set("Retry-After", "60");
        return refused;
    }
}
