/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Meter} for HTTP: reads the body of each attempt's answer while it passes to whoever asked for it, so that
 * streamed answers are measured without being held. Must be safe for use by many threads and must not block. What it
 * throws is logged and changes nothing for the caller.
 */
public interface HttpMeter {
    /**
     * An attempt begins; called with the request it is made for as the current one.
     *
     * @return who reads this attempt; used by one thread at a time
     */
    Reading begin(HttpRequest request);

    /** Reads one attempt. The methods are called in this order, {@link #ended} exactly once. */
    interface Reading {
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
    }
}
