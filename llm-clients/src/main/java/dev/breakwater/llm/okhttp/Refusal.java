/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm.okhttp;

import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.upstream.SpendRefusedException;
import java.time.Duration;
import java.util.Objects;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** The answer to a call that was not made. */
final class Refusal {
    private static final MediaType PROBLEM = MediaType.get(ProblemDetail.MEDIA_TYPE);

    private Refusal() {}

    static Response answer(Request request, SpendRefusedException refused) {
        String why = Objects.requireNonNullElse(refused.getMessage(), "Too little is left for this call.");
        String problem = ProblemDetail.of(429, why).toJson();
        Response.Builder answer = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(429)
                .message("Too Many Requests")
                .header("x-should-retry", "false")
                .body(ResponseBody.create(problem, PROBLEM));
        Duration wait = refused.retryAfter();
        return (wait == null ? answer : answer.header("Retry-After", Long.toString(seconds(wait)))).build();
    }

    private static long seconds(Duration wait) {
        return wait.getNano() == 0 ? wait.getSeconds() : wait.getSeconds() + 1;
    }
}
