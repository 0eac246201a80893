/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/** User and password in a URL. RFC 3986 section 3.2.1: they stand before the last @ of the authority. */
final class UserInfo {
    /** How far a password that breaks the URL's syntax is followed. */
    private static final int BOUND = 128;

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
        boolean replaced = at - from == Redactor.REPLACEMENT.length() && text.startsWith(Redactor.REPLACEMENT, from);
        return at < 0 || replaced ? Span.NONE : Span.of(from, at);
    }

    /** Where the authority that begins here ends; a password with a slash in it belongs to it, though it should not. */
    private static int authorityEnd(String text, int from, int limit) {
        int end = from;
        while (end < limit && !endsAuthority(text.charAt(end)) && !endsUrl(text.charAt(end))) {
            end++;
        }
        return hasPassword(text, from, end) ? behindLastAt(text, end, farEnd(text, from, limit)) : end;
    }

    /** The same of a text that is a URL and nothing else, so that spaces and quotes do not end it. */
    static int authorityEnd(String url, int from) {
        int end = from;
        while (end < url.length() && !endsAuthority(url.charAt(end))) {
            end++;
        }
        return hasPassword(url, from, end) ? behindLastAt(url, end, url.length()) : end;
    }

    /** Whether what stands behind the host's colon is no port, and no user stands before the host. */
    private static boolean hasPassword(String text, int from, int end) {
        // The address of version 6 has colons of its own.
        boolean address = from < end && text.charAt(from) == '[';
        int colon = from;
        while (colon < end && text.charAt(colon) != ':') {
            colon++;
        }
        return colon < end && !address && !isPort(text, colon + 1, end) && lastAt(text, from, end) < 0;
    }

    private static int farEnd(String text, int from, int limit) {
        int far = from;
        while (far < limit && far < from + BOUND && !endsUrl(text.charAt(far))) {
            far++;
        }
        return far;
    }

    private static int behindLastAt(String text, int end, int far) {
        int at = lastAt(text, end, far);
        return at < 0 ? end : at + 1;
    }

    private static boolean isPort(String text, int from, int end) {
        boolean port = end - from <= 5;
        for (int i = from; port && i < end; i++) {
            port = Chars.isDigit(text.charAt(i));
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
        return c == '/' || c == '?' || c == '#' || c == '\\';
    }

    private static boolean endsUrl(char c) {
        return c == '"' || c == '<' || c == '>' || Chars.isSpace(c);
    }
}
