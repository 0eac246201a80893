/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.upstream.HttpStatusException;
import dev.breakwater.upstream.SpendRefusedException;
import dev.breakwater.upstream.UpstreamException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Whether an attempt may be billed, by how it ended. */
enum Billing {
    /** The provider answered with its work. */
    ANSWERED,
    /** The provider may have worked, and there is no usage. */
    UNKNOWN,
    /** The provider did not work: it never got the request, or refused it. */
    NONE;

    private static final int MOST_CAUSES = 8;

    static Billing ofStatus(int status, LlmApi api) {
        // Azure refuses a prompt or an answer for its content with 400, and bills what was read or written until then.
        boolean filtered = status == 400 && api.provider().equals(LlmApi.AZURE_OPENAI_RESPONSES.provider());
        return filtered ? UNKNOWN : ofStatus(status);
    }

    static Billing ofStatus(int status) {
        if (status >= 200 && status < 300) {
            return ANSWERED;
        }
        // 408: a time limit, be it the provider's or a proxy's, says nothing of the work (RFC 9110 section 15.5.9).
        return status >= 500 || status == 408 ? UNKNOWN : NONE;
    }

    /** Anything that is not known to have happened before the request was sent may have happened after. */
    static Billing ofFailure(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            Billing known = known(cause);
            if (known != null) {
                return known;
            }
            cause = cause.getCause();
        }
        return UNKNOWN;
    }

    /** As {@link #ofFailure}, of an HTTP client that has no answer yet: of a request that it does not take, it sends nothing. */
    static Billing ofUnanswered(@Nullable Throwable failure) {
        // Not its subclasses: a NumberFormatException comes of reading what was answered.
        boolean untaken = failure != null && failure.getClass() == IllegalArgumentException.class;
        return untaken ? NONE : ofFailure(failure);
    }

    /** What this failure says by itself; null if its cause has to. */
    private static @Nullable Billing known(Throwable failure) {
        if (failure instanceof HttpStatusException status) {
            return ofStatus(status.status());
        }
        if (failure instanceof SpendRefusedException) {
            return NONE;
        }
        if (failure instanceof UpstreamException nested) {
            return ofUpstream(nested);
        }
        return isBeforeSending(failure) ? NONE : null;
    }

    private static @Nullable Billing ofUpstream(UpstreamException nested) {
        return switch (nested.reason()) {
            case DISABLED -> NONE;
            // The cause is an attempt that was made before.
            case OPEN, FULL, LIMITED, BUDGET -> nested.getCause() == null ? NONE : null;
            case FAILED -> null;
            // The attempt that ran may have been sent, whatever became of the one before it.
            case TIMEOUT, INTERRUPTED -> UNKNOWN;
        };
    }

    private static boolean isBeforeSending(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException
                || failure instanceof UnresolvedAddressException
                || failure instanceof SSLHandshakeException
                || failure instanceof SSLPeerUnverifiedException;
    }
}
