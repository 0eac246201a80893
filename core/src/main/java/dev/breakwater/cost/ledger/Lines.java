/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Divides a file into lines without copying them. For one thread. */
final class Lines {
    /** No row is as long as this by far; what is longer is not one of ours. */
    static final int LONGEST = 1 << 20;

    private static final int CHUNK = 1 << 18;

    private final InputStream in;
    private final Sink sink;
    private byte[] buffer = new byte[2 * CHUNK];
    private int filled;
    private long number = 1;
    private long begin;
    private boolean tooLong;

    /** Takes lines. */
    interface Sink {
        /** A line, without its end. */
        void line(long number, byte[] bytes, int from, int length);

        /** A line that is longer than {@link #LONGEST}. */
        void tooLong(long number);
    }

    private Lines(InputStream in, Sink sink) {
        this.in = in;
        this.sink = sink;
    }

    /** What is behind the last end of a line; empty if the file ends with one. */
    static final class Tail {
        private final long number;
        private final long begin;
        private final byte[] bytes;

        private Tail(long number, long begin, byte[] bytes) {
            this.number = number;
            this.begin = begin;
            this.bytes = bytes;
        }

        /** Its line's number. */
        long number() {
            return number;
        }

        /** Where it begins in the file. */
        long begin() {
            return begin;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    static Tail read(InputStream in, Sink sink) throws IOException {
        return new Lines(in, sink).read();
    }

    private Tail read() throws IOException {
        for (int read = fill(); read > 0; read = fill()) {
            int from = filled;
            filled += read;
            divide(from);
        }
        return new Tail(number, begin, Arrays.copyOf(buffer, filled));
    }

    private int fill() throws IOException {
        if (filled > LONGEST) {
            // Nobody wants the rest of it, only where it ends.
            tooLong = true;
            begin += filled;
            filled = 0;
        }
        if (buffer.length - filled < CHUNK) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        return in.read(buffer, filled, CHUNK);
    }

    private void divide(int unseen) {
        int from = 0;
        for (int i = unseen; i < filled; i++) {
            if (buffer[i] == '\n') {
                line(from, i - from);
                begin += i + 1 - from;
                from = i + 1;
            }
        }
        System.arraycopy(buffer, from, buffer, 0, filled - from);
        filled -= from;
    }

    private void line(int from, int length) {
        if (tooLong) {
            sink.tooLong(number);
        } else {
            sink.line(number, buffer, from, length);
        }
        tooLong = false;
        number++;
    }
}
