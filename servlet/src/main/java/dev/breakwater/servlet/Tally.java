/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.BodyTap;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Slot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts a body that passes by, and shows it to the tap that a guard may have left for it. A body is read or written by
 * one thread at a time, and so is its tally.
 */
abstract class Tally {
    private final Exchange exchange;
    private final Slot<BodyTap> slot;
    private long count;
    private boolean begun;
    private boolean lost;
    private @Nullable BodyTap tap;
    private byte @Nullable [] single;

    Tally(Exchange exchange, Slot<BodyTap> slot) {
        this.exchange = exchange;
        this.slot = slot;
    }

    /** The body's type as its header says it. */
    abstract @Nullable String contentType();

    /** The body's encoding as its header says it. */
    abstract @Nullable String contentEncoding();

    /** How many bytes have passed. */
    long count() {
        return count;
    }

    /** Whether a tap wants to see the bytes; asked when the first of them passes. */
    boolean isTapped() {
        begin();
        return tap != null;
    }

    /** The first byte passes: only now has every guard said whether it wants to watch. */
    void begin() {
        if (begun) {
            return;
        }
        begun = true;
        BodyTap left = exchange.get(slot);
        if (left != null && left.begins(contentType(), contentEncoding())) {
            tap = left;
        }
    }

    /** These bytes have passed. */
    void pass(byte[] bytes, int offset, int length) {
        if (length > 0) {
            begin();
            count += length;
            if (tap != null) {
                tap.take(bytes, offset, length);
            }
        }
    }

    /** This byte has passed. */
    void pass(int one) {
        begin();
        count++;
        if (tap != null) {
            byte[] bytes = single == null ? new byte[1] : single;
            single = bytes;
            bytes[0] = (byte) one;
            tap.take(bytes, 0, 1);
        }
    }

    /** So many bytes have passed that nobody watches. */
    void passUnseen(long bytes) {
        begin();
        count += bytes;
    }

    /** The whole body has passed, and is as long as this, however many bytes were counted; nobody knows if less than 0. */
    void passWhole(long length) {
        if (length >= 0) {
            count = length;
        }
    }

    /** What has passed is thrown away, and the body begins anew. */
    void restart() {
        BodyTap watcher = tap;
        count = 0;
        begun = false;
        tap = null;
        if (watcher != null) {
            watcher.restart();
        }
    }

    /** A stream of the container's has failed; perhaps it says that the client is gone. */
    void failed(IOException failure) {
        lost |= ClientAbort.is(failure);
    }

    /** The client is gone. */
    void lose() {
        lost = true;
    }

    /** Whether a stream has found the client gone, whatever the application made of that. */
    boolean isLost() {
        return lost;
    }
}
