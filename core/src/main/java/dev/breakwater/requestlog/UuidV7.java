/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes UUIDs of version 7 (RFC 9562 section 5.7): 48 bits of milliseconds, a counter of 12 bits that begins each
 * millisecond at a random place in its lower half (section 6.2, method 1), then 62 random bits. Each is greater than the
 * one before, also within a millisecond and when the clock steps back. Without locks; safe for use by many threads.
 */
final class UuidV7 {
    private static final int COUNTER_BITS = 12;
    private static final long LOWER_HALF = 0x7ffL;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private final LongSupplier random;
    // Milliseconds and counter in one number: a counter that overflows borrows the next millisecond.
    private final AtomicLong last = new AtomicLong();

    /** Ids from these random bits; safe for use by many threads. */
    UuidV7(LongSupplier random) {
        this.random = random;
    }

    /** The next UUID, for something that happened at this time. */
    String next(long epochMillis) {
        long bits = random.getAsLong();
        long fresh = epochMillis << COUNTER_BITS | (bits >>> 52 & LOWER_HALF);
        long now = advance(fresh);
        long first = (now >>> COUNTER_BITS) << 16 | 0x7000 | (now & 0xfff);
        return text(first, 0x80000000_00000000L | (random.getAsLong() & 0x3fffffff_ffffffffL));
    }

    private long advance(long fresh) {
        while (true) {
            long before = last.get();
            boolean sameMillisecond = fresh >>> COUNTER_BITS <= before >>> COUNTER_BITS;
            long next = sameMillisecond ? before + 1 : fresh;
            if (last.compareAndSet(before, next)) {
                return next;
            }
        }
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
