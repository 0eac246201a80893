/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers whatever is wrong with a request with {@code application/problem+json}, and never repeats what was sent. */
@RestControllerAdvice
class ProblemAnswers extends ResponseEntityExceptionHandler {
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException fault, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status,
                "The body is not a JSON object like"
                        + " {\"dealId\": \"...\", \"kind\": \"automated_test\", \"outcome\": \"works\"}, without other fields.");
        return handleExceptionInternal(fault, problem, headers, status, request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> away(StoreAwayException fault, WebRequest request) throws Exception {
        return handleException(RefusedRequest.away(), request);
    }
}
