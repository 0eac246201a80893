/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/**
 * A name made comparable: percent-decoded, lower case, letters and digits only, so that {@code api_key}, {@code ApiKey},
 * {@code api%2Dkey} and {@code api.key[]} are one name. Remembers where words began.
 */
final class NameText {
    private final String letters;
    private final String last;
    private final long wordStarts;

    private NameText(String letters, String last, long wordStarts) {
        this.letters = letters;
        this.last = last;
        this.wordStarts = wordStarts;
    }

    static NameText of(String name) {
        return isPlain(name) ? new NameText(name, name, 0) : normalised(name);
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < 'a' || name.charAt(i) > 'z') {
                return false;
            }
        }
        return true;
    }

    private static NameText normalised(String name) {
        String decoded = Percent.decode(name);
        StringBuilder letters = new StringBuilder(decoded.length());
        long wordStarts = 0;
        int component = 0;
        char previous = '.';
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (isLetterOrDigit(c)) {
                if (startsWord(previous, c) && letters.length() < Long.SIZE) {
                    wordStarts |= 1L << letters.length();
                }
                if (previous == '[' || previous == '.') {
                    component = letters.length();
                }
                letters.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
            }
            previous = c;
        }
        return new NameText(letters.toString(), letters.substring(component), wordStarts);
    }

    /** The whole name. */
    String letters() {
        return letters;
    }

    /** What stands after the last dot or bracket: {@code key} of {@code filter[key]}. */
    String last() {
        return last;
    }

    /** Whether a word begins or ends here, or the name does. */
    boolean isBoundary(int at) {
        return at == 0 || at == letters.length() || (at < Long.SIZE && (wordStarts >>> at & 1) == 1);
    }

    private static boolean startsWord(char previous, char c) {
        return !isLetterOrDigit(previous) || (c >= 'A' && c <= 'Z' && previous >= 'a' && previous <= 'z');
    }

    static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
