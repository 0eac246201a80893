/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import org.jspecify.annotations.Nullable;

/**
 * How a request ended. Immutable.
 *
 * @param status the status that was sent, after error pages; 0 if nothing was
 * @param kind the ending in one word
 * @param durationNanos from the first byte of ours to the true end, async work included
 * @param route the application's route template, where its framework told us
 * @param error what the application threw or the async work failed with
 * @param bytesRead how much of the request's body was read, without the framing of chunks; {@link #UNKNOWN} where nobody
 *     counted
 * @param bytesWritten how much of the response's body was written, without framing; {@link #UNKNOWN} where nobody counted
 * @param firstByteNanos from the first byte of ours to the first of the response's body, or to the moment when the
 *     response was flushed; {@link #UNKNOWN} if there was neither
 */
public record Outcome(
        int status,
        Kind kind,
        long durationNanos,
        @Nullable String route,
        @Nullable Throwable error,
        long bytesRead,
        long bytesWritten,
        long firstByteNanos) {

    /** What a count or a time is that nobody took. */
    public static final long UNKNOWN = -1;

    /** An outcome of which neither bytes nor the time to the first of them are known. */
    public Outcome(int status, Kind kind, long durationNanos, @Nullable String route, @Nullable Throwable error) {
        this(status, kind, durationNanos, route, error, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    /** The endings a request can have. */
    public enum Kind {
        /** Answered by the application, or by us on its behalf, with a status below 500. */
        OK,
        /** Answered with a status of 500 or above. */
        ERROR,
        /** Refused by a guard. */
        REJECTED,
        /** Asynchronous work did not finish in time. */
        TIMEOUT,
        /** The client went away before the answer was complete. */
        CLIENT_ABORT,
        /** The application failed when part of the answer had already been sent. */
        ABORTED_AFTER_COMMIT
    }
}
