/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import org.jspecify.annotations.Nullable;

/**
 * How a performance of the pipeline ended; several callers may share one.
 *
 * @param answer the answer, if there is no failure
 * @param failure why there is none
 * @param cause what the last attempt threw
 * @param attempts how often the upstream was really called
 */
record Ended<T extends @Nullable Object>(
        @Nullable T answer,
        UpstreamException.@Nullable Reason failure,
        @Nullable Throwable cause,
        int attempts) {

    static <T extends @Nullable Object> Ended<T> answered(T answer, int attempts) {
        return new Ended<>(answer, null, null, attempts);
    }

    static <T extends @Nullable Object> Ended<T> failed(
            UpstreamException.Reason failure, @Nullable Throwable cause, int attempts) {
        return new Ended<>(null, failure, cause, attempts);
    }

    /** The answer, which is null only where the caller's own type allows it. */
    @SuppressWarnings("NullAway")
    T get() {
        return answer;
    }
}
