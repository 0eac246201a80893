/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/**
 * Where a value ends that is within quotes or brackets, or takes the rest of its line. What is not closed takes all that
 * is left, so that whoever goes on behind it looks at no character twice.
 */
final class Enclosed {
    private final String text;
    private final int floor;
    private final int limit;

    Enclosed(String text, int floor, int limit) {
        this.text = text;
        this.floor = floor;
        this.limit = limit;
    }

    /** The quote that closes the one that stands right before here, with the backslashes before it. */
    int quoteEnd(int from) {
        return quoteEnd(from, text.charAt(from - 1), backslashes(from - 1));
    }

    /** A quoted text within a quoted text has backslashes before its quotes; one deeper within has more of them. */
    private int quoteEnd(int from, char quote, int depth) {
        int before = 0;
        for (int i = from; i < limit; i++) {
            char c = text.charAt(i);
            if (c == quote && (depth == 0 ? before % 2 == 0 : before <= depth)) {
                return i - (depth == 0 ? 0 : before);
            }
            before = c == '\\' ? before + 1 : 0;
        }
        return limit;
    }

    private int backslashes(int at) {
        int count = 0;
        while (at - count > floor && count < 8 && text.charAt(at - count - 1) == '\\') {
            count++;
        }
        return count;
    }

    /** The same, if more quoted texts follow after commas, as many as there are: {@code "a", "b"}. */
    int quotesEnd(int from) {
        int end = quoteEnd(from);
        int next = afterQuote(end);
        while (next < limit && text.charAt(next) == ',') {
            int start = afterSpaces(next + 1);
            if (start == limit || text.charAt(start) != text.charAt(from - 1)) {
                return end;
            }
            int nextEnd = quoteEnd(start + 1);
            next = afterQuote(nextEnd);
            if (next < limit && text.charAt(afterSpaces(next, limit - 1)) == ':') {
                // The name of what comes next.
                return end;
            }
            end = nextEnd;
        }
        return end;
    }

    private int afterQuote(int end) {
        int i = end;
        while (i < limit && text.charAt(i) == '\\') {
            i++;
        }
        return Math.min(i + 1, limit);
    }

    private int afterSpaces(int from) {
        return afterSpaces(from, limit);
    }

    private int afterSpaces(int from, int stop) {
        int i = from;
        while (i < stop && Chars.isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The bracket that closes the one that stands here. */
    int bracketEnd(int open) {
        int depth = 0;
        for (int i = open; i < limit; i++) {
            char c = text.charAt(i);
            if (isOpening(c)) {
                depth++;
            } else if (isClosing(c) && --depth == 0) {
                return i;
            } else if (opensQuote(i, open)) {
                i = afterQuote(quoteEnd(i + 1)) - 1;
            }
        }
        return limit;
    }

    /** The end of the line, or the quote or bracket that closes one before the value. */
    int lineEnd(int from) {
        int depth = 0;
        for (int i = from; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                return i;
            }
            if (opensQuote(i, from)) {
                i = afterQuote(quoteEnd(i + 1)) - 1;
            } else if (isOpening(c)) {
                depth++;
            } else if (isClosing(c) && depth > 0) {
                depth--;
            } else if ((isClosing(c) || Chars.isQuote(c)) && isBoundary(i + 1)) {
                return i;
            }
        }
        return limit;
    }

    // The quote in "it's" opens nothing.
    private boolean opensQuote(int at, int from) {
        if (!Chars.isQuote(text.charAt(at))) {
            return false;
        }
        int before = at - 1;
        while (before > from && text.charAt(before) == '\\') {
            before--;
        }
        char c = before < from ? ' ' : text.charAt(before);
        return Chars.isSpace(c) || isOpening(c) || c == '=' || c == ',' || c == ':';
    }

    /** Whether a value that something encloses may have ended before here. */
    boolean isBoundary(int at) {
        if (at >= limit) {
            return true;
        }
        char c = text.charAt(at);
        return c == ',' || c == '\\' || isClosing(c) || Chars.isQuoteOrSpace(c);
    }

    static boolean isOpening(char c) {
        return c == '[' || c == '{' || c == '(';
    }

    private static boolean isClosing(char c) {
        return c == ']' || c == '}' || c == ')';
    }
}
