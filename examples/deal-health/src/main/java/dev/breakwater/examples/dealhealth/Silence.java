/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How a connection falls silent: several questions in a row end without an answer. It may be open all the same, since
 * nobody is told when a network in between forgets it. Safe for use by many threads.
 */
final class Silence {
    // One may be slow by itself.
    private static final int TOO_MANY = 2;

    private final AtomicInteger unanswered = new AtomicInteger();

    /** How a question ended; null if it was answered. */
    void ended(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RedisCommandTimeoutException) {
            unanswered.incrementAndGet();
        }
        // A refusal is an answer. What never was sent, or was cut off, says nothing.
        if (cause == null || cause instanceof RedisCommandExecutionException) {
            unanswered.set(0);
        }
    }

    /** Whether it is time for another connection. */
    boolean isTooLong() {
        return unanswered.get() >= TOO_MANY;
    }
}
