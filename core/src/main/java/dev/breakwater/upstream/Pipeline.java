/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A policy made ready, with the state that calls under it share.
 *
 * @param cache null if nothing is kept
 */
record Pipeline(
        UpstreamPolicy policy,
        long timeoutNanos,
        Backoff backoff,
        Bulkhead bulkhead,
        Breaker breaker,
        @Nullable AnswerCache cache) {
    /** How long whoever got this failure should wait; null if that is not known. */
    @Nullable
    Duration retryAfter(Ended<?> failed) {
        return failed.cause() instanceof RetryAfter hint ? hint.retryAfter() : null;
    }
}
