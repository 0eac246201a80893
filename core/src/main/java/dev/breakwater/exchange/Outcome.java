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
 */
public record Outcome(
        int status,
        Kind kind,
        long durationNanos,
        @Nullable String route,
        @Nullable Throwable error) {

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
