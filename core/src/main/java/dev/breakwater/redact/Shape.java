/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/**
 * A kind of credential that can be told by how it begins: a literal prefix, then at least so many characters of an
 * alphabet. What is checked is bounded, so that a text of nothing but prefixes still takes linear time.
 *
 * @param prefix how it begins
 * @param alphabet the characters that may follow, beside letters and digits
 * @param length how many follow at least, at most {@value #CHECKED}
 * @param mixed whether a digit must be among the first of them, which tells a key from words
 * @param apart whether it must stand apart from a letter or digit before it, because the prefix is common inside words
 */
record Shape(String prefix, String alphabet, int length, boolean mixed, boolean apart) {
    private static final int CHECKED = 64;

    /** Where the credential that begins here ends, or -1 if none does. */
    int end(String text, int at, int floor, int limit) {
        if (!text.startsWith(prefix, at) || (apart && !Chars.standsApart(text, at, floor))) {
            return -1;
        }
        int from = at + prefix.length();
        boolean digit = !mixed;
        int i = from;
        for (int stop = Math.min(limit, from + CHECKED); i < stop && isMember(text.charAt(i)); i++) {
            digit |= Chars.isDigit(text.charAt(i));
        }
        if (i - from < length || !digit) {
            return -1;
        }
        while (i < limit && isMember(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private boolean isMember(char c) {
        return Chars.isLetterOrDigit(c) || alphabet.indexOf(c) >= 0;
    }
}
