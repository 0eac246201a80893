/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/**
 * A name made comparable: decoded, lower case, letters and digits only, so that {@code api_key}, {@code ApiKey},
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
        String decoded = Decoded.of(name);
        StringBuilder letters = new StringBuilder(decoded.length());
        long wordStarts = 0;
        int component = 0;
        char previous = '.';
        for (int i = 0; i < decoded.length(); i++) {
            char c = ascii(decoded.charAt(i));
            if (Chars.isLetterOrDigit(c)) {
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
        return !Chars.isLetterOrDigit(previous) || (c >= 'A' && c <= 'Z' && previous >= 'a' && previous <= 'z');
    }

    // What some readers take for the same letter: the full-width forms, the long s and the sign for kelvin.
    private static char ascii(char c) {
        if (c >= 0xff01 && c <= 0xff5e) {
            return (char) (c - 0xfee0);
        }
        return c == 0x17f ? 's' : c == 0x212a ? 'k' : c;
    }
}
