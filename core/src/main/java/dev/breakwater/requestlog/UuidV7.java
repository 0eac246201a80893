/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.util.UUID;
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
        long second = 0x80000000_00000000L | (random.getAsLong() & 0x3fffffff_ffffffffL);
        // The JDK makes the text without a copy on the way, which nobody else can.
        return new UUID(first, second).toString();
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
}
