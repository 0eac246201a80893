/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/** A part of a text in one {@code long}, so that scans that find nothing leave no garbage. */
final class Span {
    static final long NONE = -1;

    private Span() {}

    /** The part between these, or none if it is empty. */
    static long of(int start, int end) {
        return end > start ? (long) start << Integer.SIZE | end : NONE;
    }

    static int start(long span) {
        return (int) (span >>> Integer.SIZE);
    }

    static int end(long span) {
        return (int) span;
    }
}
