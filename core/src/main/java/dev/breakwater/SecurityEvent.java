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
    /** A caller asked for many things in a short time that are not there. */
    MALICIOUS_EXCESS_404,
    /** A tool called whose only use is to find weaknesses. */
    MALICIOUS_ATTACK_TOOL,
    /** Somebody called who is not let in at all. */
    AUTHZ_FAIL,
    /** Somebody could not prove who they are. */
    AUTHN_LOGIN_FAIL,
    /** An operator changed what the service does. */
    AUTHZ_ADMIN,
    /** A request that no well-behaved client sends. */
    INPUT_VALIDATION_FAIL,
    /** The service began to serve. */
    SYS_STARTUP,
    /** The service ended in an orderly way. */
    SYS_SHUTDOWN,
    /** A protection failed. */
    SYS_CRASH,
    /** A protection was switched off while the service was running. */
    SYS_MONITOR_DISABLED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The vocabulary's name: {@code excess_rate_limit_exceeded}. */
    public String text() {
        return text;
    }
}
