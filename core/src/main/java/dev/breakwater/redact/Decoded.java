/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/**
 * A text with what encodes it undone, for comparison only: what is recorded is always the text as sent, or nothing of
 * it. Undone are two rounds of percent-encoding and of JSON's escapes.
 */
final class Decoded {
    private static final int ROUNDS = 2;

    private Decoded() {}

    /** Whether anything in it may be encoded. */
    static boolean isEncoded(String text) {
        return text.indexOf('%') >= 0 || text.indexOf('\\') >= 0 || text.indexOf('+') >= 0;
    }

    /** The text decoded; the same text if nothing in it was encoded. */
    static String of(String text) {
        String decoded = text;
        for (int round = 0; round < ROUNDS && isEncoded(decoded); round++) {
            decoded = unescaped(Percent.once(decoded));
        }
        return decoded;
    }

    private static String unescaped(String text) {
        int backslash = text.indexOf('\\');
        if (backslash < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, backslash);
        int i = backslash;
        while (i < text.length()) {
            char c = text.charAt(i);
            i = c == '\\' && i + 1 < text.length() ? escape(text, i + 1, out) : plain(c, i, out);
        }
        return out.toString();
    }

    private static int plain(char c, int at, StringBuilder out) {
        out.append(c);
        return at + 1;
    }

    /** Appends what the escape stands for and tells where it ends; an unknown one stands for itself. */
    private static int escape(String text, int at, StringBuilder out) {
        char kind = text.charAt(at);
        int high = kind == 'u' ? Percent.octet(text, at + 1) : kind == 'x' ? 0 : -1;
        int low = kind == 'u' ? Percent.octet(text, at + 3) : kind == 'x' ? Percent.octet(text, at + 1) : -1;
        if (high >= 0 && low >= 0) {
            out.append((char) (high << 8 | low));
            return at + (kind == 'u' ? 5 : 3);
        }
        out.append(
                switch (kind) {
                    case 'n', 'r', 't', 'b', 'f' -> ' ';
                    default -> kind;
                });
        return at + 1;
    }
}
