/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Meter} for HTTP: is asked before each attempt, and reads the body of its answer while it passes to whoever asked
 * for it, so that streamed answers are measured without being held. Must be safe for use by many threads and must not block.
 *
 * <p>What it throws is logged and changes nothing for the caller, with these exceptions: a {@link SpendRefusedException} at
 * the beginning, any fault at the beginning of a meter that {@link #isRequired}, and what {@link Reading#request} throws.
 */
public interface HttpMeter {
    /**
     * An attempt is about to begin; called with the request it is made for as the current one. Nothing is sent before the
     * stage completes, which the call's deadline covers.
     *
     * @param request what is to be sent
     * @param callId what all attempts of this call share, and no other call
     * @param attempt 1 for the first
     * @return who reads this attempt; used by one thread at a time. If it fails with a {@link SpendRefusedException}, or this
     *     throws one, the attempt is not made, and the call ends with {@link UpstreamException.Reason#BUDGET}
     */
    CompletionStage<? extends Reading> begin(HttpRequest request, String callId, int attempt);

    /**
     * Whether nothing may be sent that it did not see, since it guards a limit: if it fails, then, instead of refusing, the
     * attempt is refused as well. Asked when it has failed; if this throws, that means yes.
     *
     * @return false by default: a meter that only counts is in nobody's way
     */
    default boolean isRequired() {
        return false;
    }

    /** Reads one attempt. The methods are called in this order; at the end either {@link #ended} or {@link #neverSent}, once. */
    interface Reading {
        /**
         * What is really sent. If it throws, nothing is: the call ends with {@link UpstreamException.Reason#BUDGET}, as what
         * was to be sent may take more than was allowed.
         *
         * @param request what was to be sent
         * @return the same request by default
         */
        default HttpRequest request(HttpRequest request) {
            return request;
        }

        /** Status and headers are there. Not called if they never came. */
        void answered(HttpResponse.ResponseInfo answer);

        /** A part of the body, as sent. Its position and limit may be changed, its content must not. */
        void body(ByteBuffer part);

        /**
         * The attempt is over.
         *
         * @param failure null if the body was read to its end, else what kept it from that
         */
        void ended(@Nullable Throwable failure);

        /** The attempt was not made after all: its caller had gone when it could have been. */
        default void neverSent() {
            ended(new CancellationException("never sent"));
        }
    }
}
