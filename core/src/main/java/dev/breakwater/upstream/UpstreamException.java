/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The upstream gave no answer that could be used. The {@linkplain #getCause() cause} is what the last attempt threw, if
 * there was one.
 */
public final class UpstreamException extends RuntimeException implements RetryAfter {
    private static final long serialVersionUID = 1L;

    private final String upstream;
    private final Reason reason;
    private final @Nullable Duration retryAfter;

    /** Why there is no answer. */
    public enum Reason {
        /** The kill switch is thrown: nothing was sent. */
        DISABLED("the kill switch is thrown"),
        /** The breaker is open, since too many calls failed lately: nothing was sent. */
        OPEN("the breaker is open"),
        /** As many calls as may run at a time are running: nothing was sent. */
        FULL("as many calls are running as may at a time"),
        /** Our own limit towards the provider is used up: nothing was sent. */
        LIMITED("our own rate limit is used up"),
        /** A budget for what the call costs is used up, or its cost cannot be bounded: nothing was sent. */
        BUDGET("there is no budget for what it costs"),
        /** The deadline passed, or too little of it was left for an attempt. */
        TIMEOUT("there was no answer within the deadline"),
        /** The last attempt failed. */
        FAILED("the call failed"),
        /** The calling thread was interrupted while it waited; its interrupt flag is set again. */
        INTERRUPTED("the caller was interrupted");

        private final String words;
        private final String text = name().toLowerCase(Locale.ROOT);

        Reason(String words) {
            this.words = words;
        }

        /** The reason in events and meters: {@code timeout}. */
        public String text() {
            return text;
        }
    }

    UpstreamException(String upstream, Reason reason, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        // The cause's message stays out of this one: it may quote what the upstream said.
        super("upstream " + upstream + ": " + reason.words, cause);
        this.upstream = upstream;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** The upstream's name. */
    public String upstream() {
        return upstream;
    }

    /** Why there is no answer. */
    public Reason reason() {
        return reason;
    }

    /**
     * How long to wait before another call may fare better: what an open breaker has still to wait, when our own limit has
     * room again, when a budget begins anew, or what the upstream asked for ({@code Retry-After}). Null if none of them is
     * known.
     */
    @Override
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /**
     * The answer for those who called us, where there is none without the upstream: 503 as {@code application/problem+json},
     * with {@code Retry-After} in whole seconds, rounded up, if {@link #retryAfter()} is known. Names no upstream.
     */
    public Reply toReply() {
        Reply reply =
                Reply.problem(ProblemDetail.of(503, "What this service depends on does not answer. Try again later."));
        return retryAfter == null ? reply : reply.with("Retry-After", Long.toString(seconds(retryAfter)));
    }

    private static long seconds(Duration wait) {
        return wait.getNano() == 0 ? wait.getSeconds() : wait.getSeconds() + 1;
    }
}
