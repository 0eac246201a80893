/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/**
 * A file to which lines are added, each of them whole or not at all: what a write that failed has left is cut off before
 * the next one. Not a channel, which would be closed for good by the interruption of whoever writes. Not for use by
 * several threads.
 */
final class LineFile implements AutoCloseable {
    private final RandomAccessFile file;
    private long length;
    private boolean torn = true;

    /** Goes on after so many bytes, and cuts off what is behind them. */
    LineFile(RandomAccessFile file, long length) {
        this.file = file;
        this.length = length;
    }

    /** Adds lines, which end with a line break. */
    void append(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes);
        torn = false;
        length += bytes.length;
    }

    /** Tries whether there is room for so many bytes, and leaves nothing of them. */
    void requireRoom(int bytes) throws IOException {
        write(new byte[bytes]);
        cut();
    }

    private void write(byte[] bytes) throws IOException {
        if (torn) {
            cut();
        }
        torn = true;
        try {
            file.write(bytes);
        } catch (IOException full) {
            giveBack(full);
            throw full;
        }
    }

    /** Or what fitted would take the last room of a full disk. If that fails as well, it is cut off before the next. */
    private void giveBack(IOException full) {
        try {
            cut();
        } catch (IOException later) {
            full.addSuppressed(later);
        }
    }

    private void cut() throws IOException {
        file.setLength(length);
        file.seek(length);
    }

    /** Waits until the disk has them. */
    void sync() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
