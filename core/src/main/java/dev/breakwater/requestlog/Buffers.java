/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A handful of buffers that are used again, so that a request leaves only its line behind. Bound to no thread, so that
 * many virtual threads do not mean many buffers; a buffer that grew large is let go. Safe for use by many threads.
 */
final class Buffers {
    private static final int PLACES = 16;
    private static final int INITIAL = 1024;
    private static final int LARGEST = 8192;

    private final AtomicReferenceArray<@Nullable StringBuilder> spare = new AtomicReferenceArray<>(PLACES);

    StringBuilder take() {
        StringBuilder buffer = spare.getAndSet(place(), null);
        return buffer == null ? new StringBuilder(INITIAL) : buffer;
    }

    void giveBack(StringBuilder buffer) {
        if (buffer.capacity() <= LARGEST) {
            buffer.setLength(0);
            spare.set(place(), buffer);
        }
    }

    private static int place() {
        return (int) Thread.currentThread().getId() & (PLACES - 1);
    }
}
