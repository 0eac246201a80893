/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDs of version 7 (RFC 9562 section 5.7): 48 bits of milliseconds, then 74 random bits. Each is greater than the
 * one before, also within a millisecond and when the clock steps back: then the random bits grow by a random amount
 * (section 6.2, method 2). Safe for use by many threads.
 */
final class UuidV7 {
    private static final long RAND_A = 0xfffL;
    private static final long RAND_B = 0x3fffffff_ffffffffL;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private final RandomGenerator random;
    private long millis = -1;
    private long high;
    private long low;

    /** The generator is only used by one thread at a time. */
    UuidV7(RandomGenerator random) {
        this.random = random;
    }

    /** The next UUID, for something that happened at this time. */
    String next(long epochMillis) {
        long first;
        long second;
        synchronized (this) {
            advance(epochMillis);
            first = millis << 16 | 0x7000 | high;
            second = 0x80000000_00000000L | low;
        }
        return text(first, second);
    }

    private void advance(long epochMillis) {
        if (epochMillis > millis) {
            begin(epochMillis);
            return;
        }
        low += 1 + (random.nextInt() & 0xffffffffL);
        if (low > RAND_B) {
            low &= RAND_B;
            high++;
        }
        if (high > RAND_A) {
            begin(millis + 1);
        }
    }

    private void begin(long epochMillis) {
        millis = epochMillis;
        high = random.nextLong() & RAND_A;
        low = random.nextLong() & RAND_B;
    }

    private static String text(long first, long second) {
        byte[] text = new byte[36];
        hex(text, 0, first >>> 32, 8);
        hex(text, 9, first >>> 16, 4);
        hex(text, 14, first, 4);
        hex(text, 19, second >>> 48, 4);
        hex(text, 24, second, 12);
        text[8] = '-';
        text[13] = '-';
        text[18] = '-';
        text[23] = '-';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void hex(byte[] text, int at, long bits, int digits) {
        for (int i = 0; i < digits; i++) {
            text[at + i] = HEX[(int) (bits >>> (4 * (digits - 1 - i))) & 0xf];
        }
    }
}
