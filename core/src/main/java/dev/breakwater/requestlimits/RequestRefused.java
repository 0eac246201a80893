/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlimits;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request was larger than it may be, or took longer than it may.
 *
 * @param why what about it
 */
public record RequestRefused(Reason why) implements Decision {

    /** What a request can be refused for. */
    public enum Reason {
        /** Path and query are longer than they may be. */
        URI_TOO_LONG,
        /** There are more header lines than there may be. */
        TOO_MANY_HEADERS,
        /** The header lines are longer, all together, than they may be. */
        HEADERS_TOO_LARGE,
        /** The body's length is said in a way that has no meaning, or two. */
        BODY_LENGTH_INVALID,
        /** The body is longer than it may be, as it says itself or as was counted. */
        BODY_TOO_LARGE,
        /** The body does not say its length where it has to. */
        BODY_LENGTH_REQUIRED,
        /** There was no answer by the deadline. */
        DEADLINE_PASSED;

        private final String text = name().toLowerCase(Locale.ROOT);
    }

    /** Writes {@code breakwater.decision}: {@code body_too_large}. */
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.decision", why.text);
    }

    /** What only tools do is one; that somebody's file is too large, or the service too slow, is none. */
    @Override
    public @Nullable SecurityEvent securityEvent() {
        return switch (why) {
            case URI_TOO_LONG, TOO_MANY_HEADERS, HEADERS_TOO_LARGE, BODY_LENGTH_INVALID ->
                SecurityEvent.INPUT_VALIDATION_FAIL;
            case BODY_TOO_LARGE, BODY_LENGTH_REQUIRED, DEADLINE_PASSED -> null;
        };
    }
}
