/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers whatever is wrong with a request with {@code application/problem+json}, and never repeats what was sent: neither
 * in the words, where Spring's own quote it, nor as the {@code instance}, which Spring takes from the path.
 */
@RestControllerAdvice
class ProblemAnswers extends ResponseEntityExceptionHandler {
    private static final String BODY = "The body is not a JSON object like"
            + " {\"dealId\": \"...\", \"kind\": \"automated_test\", \"outcome\": \"works\"}, without other fields.";

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception fault, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = fault instanceof RefusedRequest refused
                ? refused.getBody()
                : ProblemDetail.forStatusAndDetail(status, detail(fault));
        return super.handleExceptionInternal(fault, new Unplaced(problem), headers, status, request);
    }

    private static @Nullable String detail(Exception fault) {
        if (fault instanceof HttpMessageNotReadableException) {
            return BODY;
        }
        // By our own name for it. Nothing but numbers is read from anything but bodies.
        return fault instanceof TypeMismatchException mismatch
                ? "'" + mismatch.getPropertyName() + "' is not a number."
                : null;
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> away(StoreAwayException fault, WebRequest request) throws Exception {
        return handleException(RefusedRequest.away(), request);
    }

    /** A problem that does not say where it happened: whoever sent the request knows. */
    private static final class Unplaced extends ProblemDetail {
        private static final long serialVersionUID = 1L;

        private Unplaced(ProblemDetail problem) {
            super(problem);
        }

        @Override
        public void setInstance(@Nullable URI where) {
            // Spring would set the path.
        }
    }
}
