/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/** Credentials that are known by what stands before them, or around them. */
final class Credentials {
    /** How far is looked before it is clear that there is a secret. */
    private static final int BOUND = 64;

    private static final int SHORTEST = 8;
    /** No word is this long. */
    private static final int LONGEST_WORD = 24;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    private Credentials() {}

    /** What follows {@code Bearer} or {@code Basic}. */
    static long behindScheme(String text, int at, int floor, int limit) {
        int scheme = scheme(text, at);
        if (scheme == 0 || !Chars.standsApart(text, at, floor)) {
            return Span.NONE;
        }
        int from = afterSpace(text, at + scheme, limit);
        int to = from;
        boolean random = false;
        for (int stop = Math.min(limit, from + BOUND); to < stop && isMember(text.charAt(to)); to++) {
            char c = text.charAt(to);
            random |= Chars.isDigit(c) || c == '=' || (c >= 'A' && c <= 'Z' && to > from);
        }
        random |= to - from >= LONGEST_WORD;
        boolean found = from > at + scheme && random && to - from >= SHORTEST;
        return found ? Span.of(from, end(text, to, limit)) : Span.NONE;
    }

    private static int scheme(String text, int at) {
        if (text.regionMatches(true, at, "bearer", 0, 6)) {
            return 6;
        }
        return text.regionMatches(true, at, "basic", 0, 5) ? 5 : 0;
    }

    private static int end(String text, int at, int limit) {
        int i = at;
        while (i < limit && isMember(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int afterSpace(String text, int at, int limit) {
        int i = at;
        while (i < limit) {
            char c = text.charAt(i);
            if (c == ' ' || c == '+') {
                i++;
            } else if (text.startsWith("%20", i)) {
                i += 3;
            } else {
                break;
            }
        }
        return Math.min(i, limit);
    }

    private static boolean isMember(char c) {
        return Chars.isToken(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
    }

    /** A private key in PEM, to its end or, if that is missing, to the end of all. */
    static long privateKey(String text, int at, int limit) {
        if (!text.startsWith(BEGIN, at)) {
            return Span.NONE;
        }
        int kind = at + BEGIN.length();
        while (kind < limit && kind < at + BOUND && !text.startsWith(PRIVATE_KEY, kind)) {
            kind++;
        }
        if (kind >= limit || kind == at + BOUND) {
            return Span.NONE;
        }
        int close = indexOf(text, END, kind, limit);
        int last = close < 0 ? -1 : indexOf(text, "-----", close + END.length(), limit);
        return Span.of(at, last < 0 ? limit : last + 5);
    }

    /** Where a value ends, which has all lines of a private key whose first one begins in it. */
    static int endOfKeyBegunIn(String text, int from, int to, int limit) {
        int begin = indexOf(text, BEGIN.trim(), from, to);
        if (begin < 0) {
            // Where one that is encoded ends cannot be judged.
            return beginsEncodedKey(text.substring(from, to)) ? limit : to;
        }
        long key = privateKey(text, begin, limit);
        return key == Span.NONE ? to : Math.max(to, Span.end(key));
    }

    private static boolean beginsEncodedKey(String value) {
        return Decoded.isEncoded(value) && Decoded.of(value).contains(BEGIN.trim());
    }

    private static int indexOf(String text, String what, int from, int limit) {
        for (int i = from; i + what.length() <= limit; i++) {
            if (text.startsWith(what, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Telegram: the bot's number, a colon, 35 characters. */
    static long botToken(String text, int colon, int floor, int limit) {
        int digits = 0;
        for (int i = colon - 1; i >= floor && digits < 11 && Chars.isDigit(text.charAt(i)); i--) {
            digits++;
        }
        if (digits < 8 || digits > 10) {
            return Span.NONE;
        }
        int i = colon + 1;
        while (i < limit && i <= colon + 35 && Chars.isToken(text.charAt(i))) {
            i++;
        }
        return i == colon + 36 ? Span.of(colon + 1, i) : Span.NONE;
    }
}
