/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.BodyLimit;
import dev.breakwater.exchange.Deadline;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Reply;
import dev.breakwater.requestlimits.RequestRefused;
import dev.breakwater.requestlimits.RequestRefused.Reason;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What a request is held to while the application is at work on it: the length of its body and its deadline. Most
 * requests can come to neither, and have no gate before their response; a body is counted in any case.
 */
final class Limits {
    private static final Limits NONE = new Limits(null, null);

    private final @Nullable ResponseGate gate;
    private final @Nullable HeldBody body;
    private @Nullable Reply late;

    private Limits(@Nullable ResponseGate gate, @Nullable HeldBody body) {
        this.gate = gate;
        this.body = body;
    }

    /** Of a request that the application does not see. */
    static Limits none() {
        return NONE;
    }

    /** Of this request, as its guards have said. */
    static Limits of(
            Exchange exchange, HttpServletRequest request, EditedResponse response, BreakwaterRuntime runtime) {
        BodyLimit limit = BodyLimit.of(exchange);
        ResponseGate gate = null;
        if (Deadline.of(exchange) != null || (limit != null && HeldBody.isLikelyUndeclared(request))) {
            gate = new ResponseGate(
                    response,
                    exchange.method().equals("HEAD"),
                    reply -> runtime.chain().publish(new RequestRefused(why(reply)), exchange));
        }
        HeldBody body = HeldBody.isPossible(request)
                ? new HeldBody(request, new RequestTally(exchange, request), limit, gate)
                : null;
        return gate == null && body == null ? NONE : new Limits(gate, body);
    }

    private static Reason why(Reply reply) {
        return switch (reply.status()) {
            case 503 -> Reason.DEADLINE_PASSED;
            case 411 -> Reason.BODY_LENGTH_REQUIRED;
            default -> Reason.BODY_TOO_LARGE;
        };
    }

    /** The application is about to be called: time runs. */
    void begin(Exchange exchange, BreakwaterRuntime runtime) {
        Deadline deadline = Deadline.of(exchange);
        ResponseGate gated = gate;
        if (deadline == null || gated == null) {
            return;
        }
        // The application may hold this thread for long: the client should not wait for it with its next request.
        Reply reply = exchange.protocol().startsWith("HTTP/1")
                ? deadline.tooLate().with("Connection", "close")
                : deadline.tooLate();
        long left = deadline.remainingNanos(runtime.time());
        if (left <= 0) {
            late = deadline.tooLate();
            runtime.chain().publish(new RequestRefused(Reason.DEADLINE_PASSED), exchange);
        } else {
            gated.timedBy(runtime.deadlines().after(left, () -> gated.take(reply)));
        }
    }

    /** The answer if the deadline had passed before the application was called; null otherwise. */
    @Nullable
    Reply late() {
        return late;
    }

    /** What we have answered in the application's place, or null. */
    @Nullable
    Reply answered() {
        return gate == null ? null : gate.taken();
    }

    /** Whether the client was gone when we answered. */
    boolean isLost() {
        return gate != null && gate.isLost();
    }

    /** How the request ended if it came to a limit; null otherwise. */
    Outcome.@Nullable Kind kind() {
        Reply answered = answered();
        if (late != null || (answered != null && answered.status() == 503)) {
            return isLost() ? Outcome.Kind.CLIENT_ABORT : Outcome.Kind.TIMEOUT;
        }
        return answered == null ? null : isLost() ? Outcome.Kind.CLIENT_ABORT : Outcome.Kind.REJECTED;
    }

    /** The response as the application is to see it. */
    HttpServletResponse seen(EditedResponse response) {
        if (gate == null) {
            return response;
        }
        gate.watch(response);
        return new GatedResponse(response, gate);
    }

    /** Asynchronous work as the application is to see it. */
    AsyncContext seen(AsyncContext context) {
        return gate == null ? context : new GatedAsync(context, gate);
    }

    /** The body as the application is to see it; null if that is the container's. */
    @Nullable
    HeldBody body() {
        return body;
    }

    /** Does something to the response, unless we have answered. */
    void act(Runnable action) {
        if (gate == null) {
            action.run();
        } else {
            gate.act(action);
        }
    }

    /** From now on the container may write by itself. */
    void close() {
        if (gate != null) {
            gate.close();
        }
    }

    /** How much of the body has been read. */
    long bytesRead() {
        return body == null ? 0 : body.tally().count();
    }

    /** Whether the client was found to be gone when the body was read. */
    boolean isReaderLost() {
        return body != null && body.tally().isLost();
    }
}
