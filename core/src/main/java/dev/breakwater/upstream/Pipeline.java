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
        Bulkhead bulkhead,
        Breaker breaker,
        Pacing pacing,
        Retries retries,
        @Nullable AnswerCache cache) {
    /** How long whoever got this failure should wait; null if that is not known. */
    @Nullable
    Duration retryAfter(Ended<?> failed) {
        if (failed.failure() == UpstreamException.Reason.OPEN) {
            return breaker.remainingWait();
        }
        if (failed.failure() == UpstreamException.Reason.LIMITED) {
            return Duration.ofNanos(Math.max(0, pacing.waitNanos()));
        }
        return failed.cause() == null ? null : Failures.retryAfter(failed.cause());
    }
}
