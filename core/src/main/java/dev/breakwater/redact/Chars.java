/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/** What characters are to the scans: all in ASCII, whatever the locale. */
final class Chars {
    private Chars() {}

    static boolean isLetterOrDigit(char c) {
        return isLetter(c) || isDigit(c);
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Letters, digits, dash and underscore. */
    static boolean isToken(char c) {
        return isLetterOrDigit(c) || c == '-' || c == '_';
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    static boolean isSpace(char c) {
        return c <= ' ';
    }

    static boolean isQuoteOrSpace(char c) {
        return isQuote(c) || isSpace(c);
    }

    /** Whether what stands before is no letter or digit, or is a percent-encoded character. */
    static boolean standsApart(String text, int at, int floor) {
        return at <= floor
                || !isLetterOrDigit(text.charAt(at - 1))
                || (at >= floor + 3 && text.charAt(at - 3) == '%' && Percent.octet(text, at - 2) >= 0);
    }
}
