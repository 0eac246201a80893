/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clocks that stand still until a test moves them. The two are independent, as on a real machine: {@link #advance} moves
 * both, {@link #stepWallClock} only the one that people set. Begins at 2026-01-01T00:00:00Z, with a steady clock shortly
 * before its overflow, because {@code System.nanoTime()} may be anywhere. Safe for use by many threads.
 */
public final class ManualTime implements TimeSource {
    /** Where the wall clock begins. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(1).toNanos());
    private final AtomicLong wallNanosAfterStart = new AtomicLong();

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Instant now() {
        return START.plusNanos(wallNanosAfterStart.get());
    }

    /** Lets time pass. */
    public ManualTime advance(Duration span) {
        return advanceNanos(span.toNanos());
    }

    /** Lets this many nanoseconds pass. */
    public ManualTime advanceNanos(long span) {
        if (span < 0) {
            throw new IllegalArgumentException("span: " + span + " (expected: 0 or more, time never runs backwards)");
        }
        nanos.addAndGet(span);
        wallNanosAfterStart.addAndGet(span);
        return this;
    }

    /** Sets the wall clock forward or, with a negative span, back; no time passes. */
    public ManualTime stepWallClock(Duration span) {
        wallNanosAfterStart.addAndGet(span.toNanos());
        return this;
    }
}
