/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import java.time.Instant;

/**
 * The only source of time. Waits, windows and durations are measured with {@link #nanoTime()}, which never steps; the
 * wall clock is for showing and for calendars. Safe for use by many threads.
 */
public interface TimeSource {
    /** Nanoseconds of a clock that never steps back; only differences mean something. */
    long nanoTime();

    /** The wall clock. */
    Instant now();

    /** The machine's clocks. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
