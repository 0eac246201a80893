/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.Outcome;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What has become of a request: all that was heard of its end until it came, and how it ended by that. */
final class Fate {
    // By name, because this module knows no Spring: where its DispatcherServlet leaves what its handlers have resolved.
    private static final String HANDLED_BY_SPRING = "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";

    private final Limits limits;
    private final ResponseTally written;
    private final boolean keepsSentErrors;

    private boolean replied;
    private boolean errorSent;
    private boolean pageCalled;
    private boolean dropped;
    private @Nullable Throwable handled;

    // Written by whichever thread the container calls its async listeners on.
    private volatile boolean timedOut;
    private volatile boolean clientGone;
    private volatile boolean cutOff;
    private volatile @Nullable Throwable failure;

    /**
     * The fate of a request.
     *
     * @param keepsSentErrors whether a status sent by {@code sendError} stands when the application throws afterwards
     */
    Fate(Limits limits, ResponseTally written, boolean keepsSentErrors) {
        this.limits = limits;
        this.written = written;
        this.keepsSentErrors = keepsSentErrors;
    }

    /** It was answered in the application's place. */
    void reply() {
        replied = true;
    }

    boolean isReplied() {
        return replied;
    }

    /** The application has asked the container for an error page, or not. */
    void sendError(boolean sent) {
        errorSent |= sent;
    }

    boolean isErrorSent() {
        return errorSent;
    }

    /** The container calls an error page that passes us. */
    void callPage() {
        pageCalled = true;
    }

    void timeOut() {
        timedOut = true;
    }

    void loseClient() {
        clientGone = true;
    }

    /**
     * It has failed. The first failure is the one that counts.
     *
     * @param committed whether part of the answer may have been sent; containers say so after {@code sendError}, too
     */
    void fail(Throwable cause, boolean committed) {
        if (failure == null) {
            failure = cause;
            clientGone |= ClientAbort.is(cause);
            cutOff = committed && !errorSent;
        }
    }

    /**
     * The container says that asynchronous work has failed. What the application throws it throws through the filter, so
     * an I/O failure that is heard of here first is the connection's.
     */
    void failElsewhere(Throwable cause, boolean committed) {
        if (failure == null) {
            clientGone |= cause instanceof IOException;
            fail(cause, committed);
        }
    }

    /** The container drops the connection, with nothing more sent. */
    void drop() {
        dropped = true;
    }

    boolean isFailed() {
        return failure != null;
    }

    /** What was thrown, unless an error page was asked for before; null if nothing was. */
    @Nullable
    Throwable unsent() {
        return errorSent ? null : failure;
    }

    /** A dispatch is over: what an exception handler of Spring's has answered never comes through the filter. */
    void handled(HttpServletRequest request) {
        if (request.getAttribute(HANDLED_BY_SPRING) instanceof Throwable cause) {
            handled = cause;
        }
    }

    /** What was thrown; also what was handled, if it was answered as an error of the service's. */
    @Nullable
    Throwable cause(int status) {
        return Thrown.cause(failure == null && status >= 500 ? handled : failure);
    }

    /** Whether nothing the container does can change what the client sees. */
    boolean isSealed() {
        return cutOff || clientGone || dropped;
    }

    // A stream finds the client gone, and the application may keep that to itself.
    private boolean isClientGone() {
        return clientGone || written.isLost() || limits.isReaderLost();
    }

    /**
     * The status that was sent, or will be; 0 if there was nobody to send it to.
     *
     * @param isHere whether the request ends where the filter returns, or where the application has failed
     */
    int status(EditedResponse response, HttpServletRequest request, boolean isHere) {
        if (limits.answered() != null) {
            return limits.isLost() && !response.isCommitted()
                    ? 0
                    : limits.answered().status();
        }
        if ((isClientGone() || dropped) && !response.isCommitted()) {
            return 0;
        }
        boolean unhandled = failure != null
                && !cutOff
                && isHere
                && !(errorSent && keepsSentErrors)
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) == null;
        return unhandled ? Thrown.status(failure) : response.getStatus();
    }

    /** How it ended, with this status. */
    Outcome.Kind kind(int status) {
        if (isClientGone()) {
            return Outcome.Kind.CLIENT_ABORT;
        }
        Outcome.Kind limited = limits.kind();
        if (limited != null) {
            return limited;
        }
        if (timedOut) {
            return Outcome.Kind.TIMEOUT;
        }
        if (cutOff) {
            return Outcome.Kind.ABORTED_AFTER_COMMIT;
        }
        if (replied && status >= 400) {
            return Outcome.Kind.REJECTED;
        }
        return status >= 500 || dropped ? Outcome.Kind.ERROR : Outcome.Kind.OK;
    }

    /** How much was written, with this status; unknown where the container has written an error page of its own. */
    long bytesWritten(int status) {
        long count = written.count(status);
        boolean isContainers = written.count() == 0
                && status >= 400
                && !written.isToHead()
                && !pageCalled
                && (errorSent || failure != null || timedOut)
                && limits.answered() == null;
        return isContainers ? Outcome.UNKNOWN : count;
    }
}
