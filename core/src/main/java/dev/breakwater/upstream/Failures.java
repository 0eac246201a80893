/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.UpstreamException.Reason;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What may be made of what was thrown. */
final class Failures {
    private static final int DEEPEST = 10;

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
            return nested.reason() == Reason.FAILED;
        }
        return failure instanceof Exception && !isCancellation(failure) && !isCallersFault(failure);
    }

    /** Whether the upstream did its work, which was to say what is wrong with the request. */
    static boolean isCallersFault(Throwable failure) {
        return failure instanceof HttpStatusException answered && !answered.isUpstreamsTrouble();
    }

    /** Whether the upstream said that there is nothing: null, or a status that means so (RFC 9110, 15.5.5 and 15.5.11). */
    static boolean isAbsence(Ended<?> ended) {
        if (ended.failure() == null) {
            return ended.answer() == null;
        }
        return ended.cause() instanceof HttpStatusException answered
                && (answered.status() == 404 || answered.status() == 410);
    }

    /** Whether an older answer may stand in for the one that did not come. */
    static boolean allowsStale(Ended<?> ended) {
        return ended.failure() != Reason.DISABLED
                && ended.failure() != Reason.INTERRUPTED
                && !(ended.cause() instanceof VirtualMachineError)
                // That there is nothing is an answer, and the newer one.
                && !isAbsence(ended);
    }

    /**
     * Whether the upstream cannot have acted on what it was asked: nothing reached it, or it refused for the rate alone (429,
     * RFC 6585 section 4). A 503 says no such thing, since proxies answer it for requests that they had passed on.
     */
    static boolean isUntaken(Throwable failure) {
        Throwable inner = failure;
        for (int depth = 0; inner != null && depth < DEEPEST; depth++) {
            if (isUnsent(inner) || (inner instanceof HttpStatusException answered && answered.status() == 429)) {
                return true;
            }
            inner = inner.getCause();
        }
        return false;
    }

    private static boolean isUnsent(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException
                || failure instanceof UnresolvedAddressException;
    }

    /** What says that nobody pays, perhaps wrapped by the client in which it was found; null if nothing does. */
    static @Nullable SpendRefusedException spendRefusal(Throwable failure) {
        Throwable inner = failure;
        for (int depth = 0; inner != null && depth < DEEPEST; depth++) {
            if (inner instanceof SpendRefusedException refusal) {
                return refusal;
            }
            inner = inner.getCause();
        }
        return null;
    }

    /** What it says about when to try again, or null. It may be of anybody's making. */
    static @Nullable Duration retryAfter(Throwable failure) {
        try {
            Duration wait = failure instanceof RetryAfter hint ? hint.retryAfter() : null;
            return wait == null || !wait.isNegative() ? wait : Duration.ZERO;
        } catch (RuntimeException fault) {
            return null;
        }
    }

    /** The class by its simple name. */
    static String name(Throwable failure) {
        String simple = failure.getClass().getSimpleName();
        return simple.isEmpty() ? failure.getClass().getName() : simple;
    }
}
