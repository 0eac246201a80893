/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/** Undoes percent-encoding for comparison only: what is recorded is always the text as sent. */
final class Percent {
    private static final int ROUNDS = 2;

    private Percent() {}

    static boolean isEncoded(String text) {
        return text.indexOf('%') >= 0 || text.indexOf('+') >= 0;
    }

    /**
     * The text decoded twice, each byte one character: names and secrets are ASCII, so what other bytes stand for does
     * not matter. A percent sign that begins no escape stands for itself.
     */
    static String decode(String text) {
        String decoded = text;
        for (int round = 0; round < ROUNDS && isEncoded(decoded); round++) {
            decoded = once(decoded);
        }
        return decoded;
    }

    private static String once(String text) {
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int octet = c == '%' ? octet(text, i + 1) : -1;
            if (octet >= 0) {
                decoded.append((char) octet);
                i += 2;
            } else {
                decoded.append(c == '+' ? ' ' : c);
            }
        }
        return decoded.toString();
    }

    /** The octet that two hexadecimal digits stand for, or -1. */
    static int octet(String text, int at) {
        if (at < 0 || at + 2 > text.length()) {
            return -1;
        }
        int high = digit(text.charAt(at));
        int low = digit(text.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int digit(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
