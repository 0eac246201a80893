/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What may be made of what was thrown. */
final class Failures {
    private Failures() {}

    /** What happened, without what futures wrap around it. */
    static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** Whether somebody ended the work rather than the upstream failing it: that says nothing about the upstream. */
    static boolean isCancellation(Throwable failure) {
        return failure instanceof InterruptedException || failure instanceof CancellationException;
    }

    /** Whether another attempt could fare better. */
    static boolean isPassing(Throwable failure) {
        if (failure instanceof UpstreamException nested) {
            return nested.reason() == UpstreamException.Reason.FAILED;
        }
        return failure instanceof Exception && !isCancellation(failure) && !isCallersFault(failure);
    }

    /** Whether the upstream did its work, which was to say what is wrong with the request. */
    static boolean isCallersFault(Throwable failure) {
        return failure instanceof HttpStatusException answered && !answered.isUpstreamsTrouble();
    }

    /** The class by its simple name. */
    static String name(Throwable failure) {
        String simple = failure.getClass().getSimpleName();
        return simple.isEmpty() ? failure.getClass().getName() : simple;
    }
}
