/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

/**
 * What is known of the server's clock: how far it is from this machine's. Learnt from every answer, so that a clock that
 * is set, or another server, is noticed at once. Safe for use by many threads; a lost update is made good by the next.
 */
final class ServerClock {
    private static final long UNKNOWN = Long.MIN_VALUE;

    // Server's microseconds less own ones. Never less than the truth by more than an answer's time under way.
    private volatile long offset = UNKNOWN;

    /** This machine's time on the server's clock, in microseconds; 0 if nothing is known of it. */
    long at(long nanos) {
        long known = offset;
        return known == UNKNOWN ? 0 : known + micros(nanos);
    }

    /**
     * The server said what time it was, somewhere between the question and the answer. What is known stays as long as that
     * bears it out; else the greatest offset that fits is taken, which errs on the side of those who ask.
     */
    void learn(long serverMicros, long askedNanos, long answeredNanos) {
        long least = serverMicros - micros(answeredNanos);
        long most = serverMicros - micros(askedNanos);
        long known = offset;
        if (known == UNKNOWN || known < least || known > most) {
            offset = most;
        }
    }

    private static long micros(long nanos) {
        return Math.floorDiv(nanos, 1_000);
    }
}
