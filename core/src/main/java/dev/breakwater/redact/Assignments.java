/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/** Values that stand behind a betraying name and an equals sign or a colon: {@code password=...}, {@code "pin": ...}. */
final class Assignments {
    /** How far is looked back for a name. */
    private static final int BOUND = 64;

    private static final String[] CREDENTIALS = {"authorization", "cookie", "cookies"};

    private final Enclosed enclosed;
    private final String text;
    private final int floor;
    private final int limit;

    private Assignments(String text, int floor, int limit) {
        enclosed = new Enclosed(text, floor, limit);
        this.text = text;
        this.floor = floor;
        this.limit = limit;
    }

    /** The value behind this sign, if the name before it betrays it. Makes no objects if it does not. */
    static long at(SensitiveNames names, String text, int sign, int floor, int limit) {
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
        if (carriesCredentials(text, nameStart, nameEnd)) {
            Assignments here = new Assignments(text, floor, limit);
            return here.hidden(Sensitivity.BY_WORD, here.credentials(sign, nameStart, nameEnd));
        }
        Sensitivity sensitivity = sensitivity(names, text, nameStart, nameEnd, sign, limit);
        return sensitivity == Sensitivity.CLEAN ? Span.NONE : new Assignments(text, floor, limit).at(sign, sensitivity);
    }

    private long at(int sign, Sensitivity sensitivity) {
        return hidden(sensitivity, value(valueStart(sign + 1)));
    }

    private long hidden(Sensitivity sensitivity, long value) {
        if (value == Span.NONE) {
            return value;
        }
        int from = Span.start(value);
        int to = Span.end(value);
        return sensitivity.hides(to - from) && !isPadding(from, to) && !isReplaced(from, to)
                ? Span.of(from, Credentials.endOfKeyBegunIn(text, from, to, limit))
                : Span.NONE;
    }

    // The headers whose values have spaces, commas and semicolons in them, and secrets behind these.
    private static boolean carriesCredentials(String text, int nameStart, int nameEnd) {
        int end = text.charAt(nameEnd - 1) == ']' ? nameEnd - 1 : nameEnd;
        for (String name : CREDENTIALS) {
            int from = end - name.length();
            if (from >= nameStart && text.regionMatches(true, from, name, 0, name.length())) {
                return true;
            }
        }
        return false;
    }

    private long credentials(int sign, int nameStart, int nameEnd) {
        int from = valueStart(sign + 1);
        if (from > sign + 1 && Chars.isQuote(text.charAt(from - 1))) {
            return Span.of(from, enclosed.quotesEnd(from));
        }
        boolean quotedWithName = nameEnd == sign && nameStart > floor && Chars.isQuote(text.charAt(nameStart - 1));
        if (quotedWithName) {
            return Span.of(from, Math.max(from, enclosed.quoteEnd(nameStart)));
        }
        if (from < limit && Enclosed.isOpening(text.charAt(from))) {
            int close = enclosed.bracketEnd(from);
            return enclosed.isBoundary(close + 1) ? Span.of(from + 1, close) : Span.of(from, enclosed.lineEnd(from));
        }
        int parameter = text.charAt(sign) == '=' ? parameterEnd(from) : -1;
        return Span.of(from, parameter >= 0 ? parameter : enclosed.lineEnd(from));
    }

    // Of a query, in which nothing is quoted and there are no spaces, what comes next stays.
    private int parameterEnd(int from) {
        int i = from;
        while (i < limit && !endsValue(text.charAt(i))) {
            i++;
        }
        return i < limit && text.charAt(i) == '&' ? i : -1;
    }

    private static Sensitivity sensitivity(
            SensitiveNames names, String text, int nameStart, int nameEnd, int sign, int limit) {
        if (nameEnd - nameStart == BOUND) {
            // There is more of the name than was read: it cannot be judged.
            return Sensitivity.BY_WORD;
        }
        Sensitivity sensitivity = names.of(text, nameStart, nameEnd);
        boolean prose = sensitivity != Sensitivity.CLEAN
                && text.charAt(sign) == ':'
                && nameEnd == sign
                && !(sign + 1 < limit && Chars.isQuote(text.charAt(sign + 1)));
        // In prose everyday words betray nothing, as in "sort=key:asc" and "AuthenticationException: ...".
        return prose && (sensitivity != Sensitivity.BY_WORD || isException(text, nameEnd))
                ? Sensitivity.CLEAN
                : sensitivity;
    }

    private static boolean isException(String text, int nameEnd) {
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

    private long value(int from) {
        if (from > floor && Chars.isQuote(text.charAt(from - 1))) {
            return Span.of(from, enclosed.quotesEnd(from));
        }
        if (from < limit && Enclosed.isOpening(text.charAt(from))) {
            int close = enclosed.bracketEnd(from);
            // "{noop}secret" is one value, and its bracket no list's.
            boolean whole = close + 1 >= limit || endsValue(text.charAt(close + 1));
            return whole ? Span.of(from + 1, close) : Span.of(from, plainEnd(close + 1));
        }
        int to = plainEnd(from);
        return Span.of(from, isBehindScheme(from, to) ? plainEnd(to + 1) : to);
    }

    // "X-Auth: Bearer abc": the secret is the word after the scheme.
    private boolean isBehindScheme(int from, int to) {
        return to < limit && Chars.isSpace(text.charAt(to)) && AuthSchemes.isOne(text, from, to);
    }

    private int plainEnd(int from) {
        int i = from;
        while (i < limit && !endsValue(text.charAt(i))) {
            i++;
        }
        return i;
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
