/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/**
 * A kind of credential that can be told by how it begins: a literal prefix, then at least so many characters of an
 * alphabet. What is checked is bounded, so that a text of nothing but prefixes still takes linear time.
 */
final class Shape {
    private static final int CHECKED = 64;
    private static final int LOWER = 1;
    private static final int UPPER = 2;
    private static final int DIGIT = 4;

    private final String prefix;
    private final boolean[] members = new boolean[128];
    private final int length;
    private final int most;
    private final boolean mixed;
    private final boolean apart;

    /**
     * @param prefix how it begins
     * @param alphabet the characters that may follow, beside letters and digits
     * @param length how many follow at least, at most {@value #CHECKED}
     * @param most how many follow at most
     * @param mixed whether a digit, or letters of both cases, must be among the first, which tells a key from words
     * @param apart whether it must stand apart from a letter or digit before it, because the prefix is common in words
     */
    Shape(String prefix, String alphabet, int length, int most, boolean mixed, boolean apart) {
        this.prefix = prefix;
        this.length = length;
        this.most = most;
        this.mixed = mixed;
        this.apart = apart;
        for (char c = 0; c < members.length; c++) {
            members[c] = Chars.isLetterOrDigit(c) || alphabet.indexOf(c) >= 0;
        }
    }

    String prefix() {
        return prefix;
    }

    /** Where the credential that begins here ends, or -1 if none does. */
    int end(String text, int at, int floor, int limit) {
        if (!text.startsWith(prefix, at) || (apart && !Chars.standsApart(text, at, floor))) {
            return -1;
        }
        int from = at + prefix.length();
        int kinds = mixed ? 0 : DIGIT;
        int i = from;
        for (int stop = Math.min(limit, from + CHECKED); i < stop && isMember(text.charAt(i)); i++) {
            kinds |= kind(text.charAt(i));
        }
        if (i - from < length || i - from > most || (kinds < DIGIT && kinds != (LOWER | UPPER))) {
            return -1;
        }
        while (i < limit && isMember(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int kind(char c) {
        if (!Chars.isLetter(c)) {
            return Chars.isDigit(c) ? DIGIT : 0;
        }
        return c >= 'a' ? LOWER : UPPER;
    }

    private boolean isMember(char c) {
        return c < members.length && members[c];
    }
}
