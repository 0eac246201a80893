/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts of the recent past, by spans of equal length. A span that has passed is replaced as a whole. Safe for use by many
 * threads, without locks.
 */
final class CountRing {
    private final long spanNanos;
    private final int columns;
    private final AtomicReferenceArray<@Nullable Span> spans;

    /**
     * A ring.
     *
     * @param spanNanos how long one span is
     * @param spans how many there are beside the running one
     * @param columns how many numbers are counted
     */
    CountRing(long spanNanos, int spans, int columns) {
        this.spanNanos = spanNanos;
        this.columns = columns;
        this.spans = new AtomicReferenceArray<>(spans + 1);
    }

    /** The running span's counters. */
    LongAdder[] now(long sinceStart) {
        long number = sinceStart / spanNanos;
        int place = (int) (number % spans.length());
        Span held = spans.get(place);
        while (held == null || held.number < number) {
            Span next = new Span(number, columns);
            if (spans.compareAndSet(place, held, next)) {
                return next.counters;
            }
            held = spans.get(place);
        }
        return held.counters;
    }

    /** The sum of the running span and of so many before it. */
    long sum(long sinceStart, int before, int column) {
        long number = sinceStart / spanNanos;
        long sum = 0;
        for (int place = 0; place < spans.length(); place++) {
            Span held = spans.get(place);
            if (held != null && held.number >= number - before) {
                sum += held.counters[column].sum();
            }
        }
        return sum;
    }

    private static final class Span {
        final long number;
        final LongAdder[] counters;

        Span(long number, int columns) {
            this.number = number;
            counters = new LongAdder[columns];
            for (int i = 0; i < columns; i++) {
                counters[i] = new LongAdder();
            }
        }
    }
}
