/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

/**
 * Whether a label behind {@code xn--} can be decoded (RFC 3492 section 6.2). {@link java.net.IDN} cannot be asked: it
 * knows the IDNA of 2003 only and takes newer names for broken ones.
 */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 128;

    private Punycode() {}

    /** Whether the text, in lower case and without {@code xn--}, stands for at least one character beyond ASCII. */
    static boolean isValid(String encoded) {
        int basic = Math.max(encoded.lastIndexOf('-'), 0);
        int at = basic > 0 ? basic + 1 : 0;
        int length = basic;
        long n = INITIAL_N;
        long i = 0;
        int bias = INITIAL_BIAS;
        if (at == encoded.length()) {
            return false;
        }
        while (at < encoded.length()) {
            long old = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = at < encoded.length() ? digit(encoded.charAt(at++)) : -1;
                if (digit < 0 || i > Integer.MAX_VALUE) {
                    return false;
                }
                i += digit * weight;
                int threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
            }
            length++;
            bias = adapt(i - old, length, old == 0);
            n += i / length;
            i = i % length + 1;
            if (n > Character.MAX_CODE_POINT || (n >= Character.MIN_SURROGATE && n <= Character.MAX_SURROGATE)) {
                return false;
            }
        }
        return true;
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
    }

    private static int adapt(long change, int length, boolean first) {
        long delta = first ? change / DAMP : change / 2;
        delta += delta / length;
        int k = 0;
        while (delta > (BASE - T_MIN) * T_MAX / 2) {
            delta /= BASE - T_MIN;
            k += BASE;
        }
        return (int) (k + (BASE - T_MIN + 1) * delta / (delta + SKEW));
    }
}
