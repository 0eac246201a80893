/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.PartitionSelectorException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why Redis did not do as it was asked, in words for operators. They are this class's own: what servers and libraries say
 * may repeat what they were sent, a password with it.
 *
 * @param kind what follows from it
 * @param reason in a few words, without what must not be logged
 */
record Fault(Kind kind, String reason) {
    /** What follows from a fault. */
    enum Kind {
        /** This one question was wrong; others may go on. */
        QUESTION,
        /** The server does not know the script, and wants to see its text. */
        UNKNOWN_SCRIPT,
        /** The server is no use for now. */
        AWAY,
        /** So too, and a new connection may lead to a better one. */
        ELSEWHERE
    }

    static final Fault TIMEOUT = new Fault(Kind.AWAY, "no answer in time");
    // Says nothing about the server.
    static final Fault STALLED = new Fault(Kind.QUESTION, "this process stood still while it waited for the answer");
    static final Fault NONSENSE = new Fault(Kind.QUESTION, "an answer that no script of ours gives");
    static final Fault LOST = new Fault(Kind.ELSEWHERE, "the connection was lost");
    static final Fault NO_CONNECTION = new Fault(Kind.ELSEWHERE, "no connection could be made");
    static final Fault NO_ANSWER = new Fault(Kind.ELSEWHERE, "no answer to the attempt to connect");
    static final Fault NOT_CONNECTED = new Fault(Kind.ELSEWHERE, "not connected yet");
    static final Fault FULL = new Fault(Kind.QUESTION, "too many questions are waiting for an answer");
    static final Fault MOVING = new Fault(Kind.QUESTION, "the slot of the keys is being moved (TRYAGAIN)");
    static final Fault CLOSED = new Fault(Kind.QUESTION, "closed");

    /** That something of ours failed where nothing should. */
    static Fault broken(Throwable error) {
        return new Fault(
                Kind.AWAY, "an error in this process: " + error.getClass().getSimpleName());
    }

    /** What this exception means, or the nearest of its causes that means anything. */
    static Fault of(Throwable error) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < 8; depth++, at = at.getCause()) {
            Fault known = known(at);
            if (known != null) {
                return known;
            }
        }
        return error instanceof RedisConnectionException || error.getCause() instanceof RedisConnectionException
                ? NO_CONNECTION
                : LOST;
    }

    private static @Nullable Fault known(Throwable error) {
        if (error instanceof RedisAwayException away) {
            return away.fault();
        }
        if (error instanceof RedisCommandExecutionException said) {
            return ErrorReply.fault(String.valueOf(said.getMessage()));
        }
        if (error instanceof RedisCommandTimeoutException || error instanceof TimeoutException) {
            return TIMEOUT;
        }
        if (error instanceof UnknownHostException) {
            return new Fault(Kind.ELSEWHERE, "its host name is not known");
        }
        if (error instanceof SSLException) {
            return new Fault(
                    Kind.ELSEWHERE, "no TLS connection: its certificate is not trusted, or it speaks no TLS there");
        }
        if (error instanceof RedisException refused
                && String.valueOf(refused.getMessage()).startsWith("Request queue")) {
            return FULL;
        }
        return unreachable(error);
    }

    private static @Nullable Fault unreachable(Throwable error) {
        if (error instanceof ConnectTimeoutException) {
            return NO_ANSWER;
        }
        if (error instanceof ConnectException) {
            return new Fault(Kind.ELSEWHERE, "connection refused");
        }
        if (error instanceof PartitionSelectorException) {
            return new Fault(Kind.ELSEWHERE, "no server of the cluster has the slot of the keys");
        }
        return error instanceof CancellationException ? LOST : null;
    }
}
