/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A handful of buffers that are used again, so that an event leaves nothing behind. Bound to no thread, so that many
 * virtual threads do not mean many buffers; a buffer that grew large is let go. Safe for use by many threads.
 */
final class Buffers {
    private static final int PLACES = 16;
    private static final int INITIAL = 1024;
    private static final int LARGEST = 8192;

    private final AtomicReferenceArray<@Nullable Pair> spare = new AtomicReferenceArray<>(PLACES);

    /**
     * What one line takes.
     *
     * @param line the line itself
     * @param scratch room to put a text together
     */
    record Pair(StringBuilder line, StringBuilder scratch) {}

    Pair take() {
        Pair buffers = spare.getAndSet(place(), null);
        return buffers == null ? new Pair(new StringBuilder(INITIAL), new StringBuilder()) : buffers;
    }

    void giveBack(Pair buffers) {
        if (buffers.line.capacity() <= LARGEST) {
            buffers.line.setLength(0);
            buffers.scratch.setLength(0);
            spare.set(place(), buffers);
        }
    }

    private static int place() {
        return (int) Thread.currentThread().getId() & (PLACES - 1);
    }
}
