/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import java.util.Locale;

/**
 * What a decision means to those who watch over security, in the words of the OWASP Logging Vocabulary. A closed set, so
 * that it can be counted by name.
 */
public enum SecurityEvent {
    /** A caller went beyond a limit for the first time in a while; its further refusals are no news. */
    EXCESS_RATE_LIMIT_EXCEEDED,
    /** A page of an origin that is not allowed called. */
    MALICIOUS_CORS,
    /** Somebody called who is not let in at all. */
    AUTHZ_FAIL,
    /** A request that no well-behaved client sends. */
    INPUT_VALIDATION_FAIL;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The vocabulary's name: {@code excess_rate_limit_exceeded}. */
    public String text() {
        return text;
    }
}
