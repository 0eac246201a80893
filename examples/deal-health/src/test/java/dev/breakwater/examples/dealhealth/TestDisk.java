/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;

/** A disk that may have little room, and that nobody waits for. */
final class TestDisk implements FileJournal.Disk {
    private volatile long room = Long.MAX_VALUE;

    /** From now on, so many bytes and no more. */
    void room(long bytes) {
        room = bytes;
    }

    @Override
    public RandomAccessFile open(File file) throws IOException {
        return new RandomAccessFile(file, "rw") {
            @Override
            public void write(byte[] bytes) throws IOException {
                int fits = (int) Math.min(room, bytes.length);
                write(bytes, 0, fits);
                room -= fits;
                if (fits < bytes.length) {
                    throw new IOException("No space left on device");
                }
            }
        };
    }

    @Override
    public void sync(LineFile file) {
        // What the machine's failure would lose is not tested.
    }
}
