/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import java.util.Locale;
import java.util.Set;

/** The words that may stand before credentials and are none. */
final class AuthSchemes {
    /** Of the registry of HTTP authentication schemes, and those that are as common without. */
    private static final Set<String> ALL = Set.of(
            "apikey",
            "aws4-hmac-sha256",
            "basic",
            "bearer",
            "concealed",
            "digest",
            "dpop",
            "gnap",
            "googlelogin",
            "hawk",
            "hoba",
            "mutual",
            "negotiate",
            "ntlm",
            "oauth",
            "privatetoken",
            "scram-sha-1",
            "scram-sha-256",
            "sharedkey",
            "sharedkeylite",
            "token",
            "vapid");

    private static final int LONGEST = 16;

    private AuthSchemes() {}

    /** Whether this part of a text is the name of a scheme. */
    static boolean isOne(String text, int from, int to) {
        return to > from
                && to - from <= LONGEST
                && ALL.contains(text.substring(from, to).toLowerCase(Locale.ROOT));
    }
}
