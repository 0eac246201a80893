/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that cannot be served. Spring answers it with {@code application/problem+json}. */
final class RefusedRequest extends ErrorResponseException {
    private static final long serialVersionUID = 1L;

    private RefusedRequest(HttpStatus status, String detail) {
        super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    static RefusedRequest invalid(String detail) {
        return new RefusedRequest(HttpStatus.BAD_REQUEST, detail);
    }

    static RefusedRequest tooLarge(String detail) {
        return new RefusedRequest(HttpStatus.PAYLOAD_TOO_LARGE, detail);
    }

    static RefusedRequest unknown(String detail) {
        return new RefusedRequest(HttpStatus.NOT_FOUND, detail);
    }

    static RefusedRequest noRoom() {
        return later("Too many events wait already. Send it again, with the same id.", "5");
    }

    static RefusedRequest unwritten() {
        return later("Events cannot be kept now. Send it again, with the same id.", "5");
    }

    static RefusedRequest away() {
        return later("The evidence cannot be read now.", "1");
    }

    static RefusedRequest unauthorized() {
        RefusedRequest refused =
                new RefusedRequest(HttpStatus.UNAUTHORIZED, "The bearer token is not genuine, or has expired.");
        refused.getHeaders().set("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        return refused;
    }

    private static RefusedRequest later(String detail, String seconds) {
        RefusedRequest refused = new RefusedRequest(HttpStatus.SERVICE_UNAVAILABLE, detail);
        refused.getHeaders().set("Retry-After", seconds);
        return refused;
    }
}
