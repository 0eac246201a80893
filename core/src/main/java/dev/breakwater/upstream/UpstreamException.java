/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The upstream gave no answer that could be used. The {@linkplain #getCause() cause} is what the last attempt threw, if
 * there was one.
 */
public final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String upstream;
    private final Reason reason;

    /** Why there is no answer. */
    public enum Reason {
        /** The kill switch is thrown: nothing was sent. */
        DISABLED("the kill switch is thrown"),
        /** The breaker is open, since too many calls failed lately: nothing was sent. */
        OPEN("the breaker is open"),
        /** As many calls as may run at a time are running: nothing was sent. */
        FULL("as many calls are running as may at a time"),
        /** The deadline passed. */
        TIMEOUT("there was no answer within the deadline"),
        /** The last attempt failed. */
        FAILED("the call failed"),
        /** The calling thread was interrupted while it waited; its interrupt flag is set again. */
        INTERRUPTED("the caller was interrupted");

        private final String words;
        private final String text = name().toLowerCase(Locale.ROOT);

        Reason(String words) {
            this.words = words;
        }

        /** The reason in events and meters: {@code timeout}. */
        public String text() {
            return text;
        }
    }

    UpstreamException(String upstream, Reason reason, @Nullable Throwable cause) {
        // The cause's message stays out of this one: it may quote what the upstream said.
        super("upstream " + upstream + ": " + reason.words, cause);
        this.upstream = upstream;
        this.reason = reason;
    }

    /** The upstream's name. */
    public String upstream() {
        return upstream;
    }

    /** Why there is no answer. */
    public Reason reason() {
        return reason;
    }
}
