/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the CORS policy of a path made of a request with an {@code Origin}. Immutable. Of what the client sent it carries
 * one name at most, and no origin; everything else is in our own words.
 *
 * @param kind what the request asked for
 * @param reason why it was not allowed; null if it was
 * @param refused whether we answered in the application's place because it was not allowed
 * @param asked the method or header that a preflight asked for in vain, if it is a token of at most 64 characters; else
 *     null
 */
public record CorsDecision(
        Kind kind,
        @Nullable Reason reason,
        boolean refused,
        @Nullable String asked) implements Decision {

    /** A decision about no method and no header. */
    public CorsDecision(Kind kind, @Nullable Reason reason, boolean refused) {
        this(kind, reason, refused, null);
    }

    /** A decision with which only browsers keep a page from what it is not allowed, unless it asked us before. */
    public CorsDecision(Kind kind, @Nullable Reason reason) {
        this(kind, reason, reason != null && kind != Kind.ACTUAL);
    }

    /** What a request asks for. */
    public enum Kind {
        /** Whether another request would be allowed; answered by us. */
        PREFLIGHT,
        /** Something of the application. */
        ACTUAL,
        /** A WebSocket to the application. */
        WEBSOCKET;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** The kind in lower case: {@code preflight}. */
        public String text() {
            return text;
        }
    }

    /** Why a request is not allowed. */
    public enum Reason {
        /** The origin is not one of the policy's. */
        ORIGIN_NOT_ALLOWED,
        /** The origin is {@code null}: a sandboxed frame, a local file, some redirects. Never allowed by name. */
        ORIGIN_NULL,
        /** There are several origins, an empty one, or one longer than any origin can be. */
        ORIGIN_UNREADABLE,
        /** The preflight asks for a method that the policy does not name. */
        METHOD_NOT_ALLOWED,
        /** The preflight asks for a request header that the policy does not name. */
        HEADER_NOT_ALLOWED,
        /** The preflight's list of request headers is longer than any browser's, or mostly commas. */
        HEADERS_UNREADABLE;

        private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The reason in lower case with dashes: {@code origin-not-allowed}. */
        public String text() {
            return text;
        }
    }

    /** Whether the request is one that the policy allows this origin. */
    public boolean isAllowed() {
        return reason == null;
    }

    /**
     * Writes {@code breakwater.cors}, the reason, if the request was not allowed, and behind a colon what was asked for in
     * vain: {@code header-not-allowed:x-bad}; and {@code breakwater.decision}: {@code cors_rejected} if we refused it.
     * Otherwise nothing.
     */
    @Override
    public void describe(Fields fields) {
        if (refused) {
            fields.put("breakwater.decision", "cors_rejected");
        }
        if (reason != null) {
            fields.put("breakwater.cors", asked == null ? reason.text() : reason.text() + ':' + asked);
        }
    }

    /** An origin that is not allowed may be a page that attacks; a method or a header that is not is a mistake. */
    @Override
    public @Nullable SecurityEvent securityEvent() {
        return reason == Reason.ORIGIN_NOT_ALLOWED || reason == Reason.ORIGIN_UNREADABLE
                ? SecurityEvent.MALICIOUS_CORS
                : null;
    }
}
