/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call was not made because nobody may pay for it: a budget is used up, or what the call would cost cannot be known.
 * Thrown before anything is sent. An upstream that meets it, from a meter or from the call itself, ends with
 * {@link UpstreamException.Reason#BUDGET}: it does not try again, the breaker does not hear of it, and the fallback answers.
 */
public class SpendRefusedException extends RuntimeException implements RetryAfter {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Duration retryAfter;

    /**
     * A refusal.
     *
     * @param message what was refused and why, without anything that is secret
     * @param retryAfter when there may be money again; null if that is not known
     */
    public SpendRefusedException(String message, @Nullable Duration retryAfter) {
        // Thrown for each call while a budget is gone: where it comes from is always the same.
        super(message, null, false, false);
        this.retryAfter = retryAfter;
    }

    /** When there may be money again; null if that is not known. */
    @Override
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
