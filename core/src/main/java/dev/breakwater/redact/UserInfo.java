/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/** User and password in a URL. RFC 3986 section 3.2.1: they stand before the last @ of the authority. */
final class UserInfo {
    /** How far a password that breaks the URL's syntax is followed. */
    private static final int BOUND = 256;

    private static final String ORACLE = ":thin:";

    private UserInfo() {}

    /** The user and password of the URL whose scheme ends with this colon. */
    static long at(String text, int colon, int limit) {
        if (text.startsWith(ORACLE, colon)) {
            return oracleUser(text, colon + ORACLE.length(), limit);
        }
        if (!text.startsWith("://", colon)) {
            return Span.NONE;
        }
        int from = colon + 3;
        int end = authorityEnd(text, from, limit);
        int at = lastAt(text, from, end);
        if (at < 0 && end == limit && limit < text.length()) {
            // There is more of it than may be read: it cannot be judged.
            return Span.of(from, end);
        }
        return at < 0 ? Span.NONE : Span.of(from, at);
    }

    /** Where the authority that begins here ends; a password with a slash in it belongs to it, though it should not. */
    static int authorityEnd(String text, int from, int limit) {
        int end = from;
        int colon = -1;
        while (end < limit && !endsAuthority(text.charAt(end))) {
            colon = text.charAt(end) == ':' ? end : colon;
            end++;
        }
        if (colon < 0 || lastAt(text, from, end) >= 0 || isPort(text, colon + 1, end)) {
            return end;
        }
        int far = end;
        while (far < limit && far < from + BOUND && !endsUrl(text.charAt(far))) {
            far++;
        }
        int at = lastAt(text, end, far);
        return at < 0 ? end : at + 1;
    }

    private static boolean isPort(String text, int from, int end) {
        // The address of version 6 has colons of its own.
        boolean port = end - from <= 5 || text.charAt(end - 1) == ']';
        for (int i = from; port && i < end; i++) {
            port = Chars.isDigit(text.charAt(i)) || text.charAt(end - 1) == ']';
        }
        return port;
    }

    private static int lastAt(String text, int from, int end) {
        for (int i = end - 1; i >= from; i--) {
            if (text.charAt(i) == '@') {
                return i;
            }
        }
        return -1;
    }

    // jdbc:oracle:thin:scott/tiger@host names user and password outside of any authority.
    private static long oracleUser(String text, int from, int limit) {
        for (int i = from; i < limit && i < from + BOUND && !Chars.isSpace(text.charAt(i)); i++) {
            if (text.charAt(i) == '@') {
                return Span.of(from, i);
            }
        }
        return Span.NONE;
    }

    private static boolean endsAuthority(char c) {
        return c == '/' || c == '?' || c == '#' || c == '\\' || endsUrl(c);
    }

    private static boolean endsUrl(char c) {
        return c == '"' || c == '<' || c == '>' || Chars.isSpace(c);
    }
}
