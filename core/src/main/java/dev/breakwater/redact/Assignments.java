/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/** Values that stand behind a betraying name and an equals sign or a colon: {@code password=...}, {@code "pin": ...}. */
final class Assignments {
    /** How far is looked back for a name. */
    private static final int BOUND = 64;

    private final SensitiveNames names;
    private final String text;
    private final int floor;
    private final int limit;

    Assignments(SensitiveNames names, String text, int floor, int limit) {
        this.names = names;
        this.text = text;
        this.floor = floor;
        this.limit = limit;
    }

    /** The value behind this sign, if the name before it betrays it. */
    long at(int sign) {
        int nameEnd = sign;
        while (nameEnd > floor && sign - nameEnd < 6 && isAround(text.charAt(nameEnd - 1))) {
            nameEnd--;
        }
        int nameStart = nameEnd;
        while (nameStart > floor && nameEnd - nameStart < BOUND && isNameCharacter(text.charAt(nameStart - 1))) {
            nameStart--;
        }
        if (nameStart == nameEnd) {
            return Span.NONE;
        }
        Sensitivity sensitivity = sensitivity(nameStart, nameEnd, sign);
        if (sensitivity == Sensitivity.CLEAN) {
            return Span.NONE;
        }
        int from = valueStart(sign + 1);
        int to = valueEnd(from);
        return sensitivity.hides(to - from) && !isPadding(from, to) && !isReplaced(from, to)
                ? Span.of(from, to)
                : Span.NONE;
    }

    private Sensitivity sensitivity(int nameStart, int nameEnd, int sign) {
        if (nameEnd - nameStart == BOUND) {
            // There is more of the name than was read: it cannot be judged.
            return Sensitivity.BY_WORD;
        }
        Sensitivity sensitivity = names.of(text, nameStart, nameEnd);
        boolean prose = sensitivity != Sensitivity.CLEAN && text.charAt(sign) == ':' && nameEnd == sign;
        // In prose everyday words betray nothing, as in "sort=key:asc" and "AuthenticationException: ...".
        return prose && (sensitivity != Sensitivity.BY_WORD || isException(nameEnd)) ? Sensitivity.CLEAN : sensitivity;
    }

    private boolean isException(int nameEnd) {
        return text.startsWith("Exception", nameEnd - 9) || text.startsWith("Error", nameEnd - 5);
    }

    // The equals signs that end base64 are no value.
    private boolean isPadding(int from, int to) {
        return to - from <= 1 && from < limit && text.charAt(from) == '=';
    }

    private boolean isReplaced(int from, int to) {
        return to - from == Redactor.REPLACEMENT.length() && text.startsWith(Redactor.REPLACEMENT, from);
    }

    private int valueStart(int at) {
        int i = at;
        while (i < limit && i < at + 8 && (isAround(text.charAt(i)) || text.charAt(i) == '>')) {
            i++;
        }
        return i;
    }

    private int valueEnd(int from) {
        if (from > floor && Chars.isQuote(text.charAt(from - 1))) {
            return quotedEnd(from, text.charAt(from - 1), backslashes(from - 1));
        }
        int to = plainEnd(from);
        return to < limit && Chars.isSpace(text.charAt(to)) && isScheme(from, to) ? plainEnd(to + 1) : to;
    }

    /** A quoted text within a quoted text has backslashes before its quotes; one deeper within has more of them. */
    private int quotedEnd(int from, char quote, int depth) {
        int i = from;
        int before = 0;
        while (i < limit) {
            char c = text.charAt(i);
            if (c == quote && (depth == 0 ? before % 2 == 0 : before <= depth)) {
                return i - (depth == 0 ? 0 : before);
            }
            before = c == '\\' ? before + 1 : 0;
            i++;
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

    private int plainEnd(int from) {
        int i = from;
        while (i < limit && !endsValue(text.charAt(i))) {
            i++;
        }
        return i;
    }

    // "Authorization: Bearer abc": the secret is the word after the scheme.
    private boolean isScheme(int from, int to) {
        int length = to - from;
        return (length == 6 && text.regionMatches(true, from, "bearer", 0, 6))
                || (length == 5 && text.regionMatches(true, from, "basic", 0, 5))
                || (length == 6 && text.regionMatches(true, from, "digest", 0, 6))
                || (length == 5 && text.regionMatches(true, from, "token", 0, 5));
    }

    private static boolean endsValue(char c) {
        return c == '&' || c == ';' || c == ',' || c == ')' || c == ']' || c == '}' || Chars.isQuoteOrSpace(c);
    }

    private static boolean isNameCharacter(char c) {
        return Chars.isToken(c) || c == '.' || c == '[' || c == ']' || c == '%';
    }

    private static boolean isAround(char c) {
        return Chars.isQuoteOrSpace(c) || c == '\\';
    }
}
