/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The end of a file, to which lines are added. Not a channel: those close themselves when a thread is interrupted that
 * happens to write. For one thread, but for {@link #sync()}.
 */
class Segment implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final RandomAccessFile file;
    private final FileDescriptor descriptor;
    private long size;
    private boolean torn;

    /**
     * Opens a file at its end, and makes it if there is none.
     *
     * @param size where its last whole line ends; what is behind that is cut off
     */
    Segment(Path path, long size) throws IOException {
        create(path);
        file = new RandomAccessFile(path.toFile(), "rw");
        descriptor = file.getFD();
        this.size = size;
        if (file.length() > size) {
            file.setLength(size);
        }
        file.seek(size);
    }

    // Who may read it: its owner, as it says who spends how much.
    private static void create(Path path) throws IOException {
        if (Files.exists(path)) {
            return;
        }
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        Files.createFile(path, attributes);
    }

    /**
     * Adds lines in one write.
     *
     * @throws IOException if they could not be added; then no part of them stays
     */
    void append(byte[] lines) throws IOException {
        if (torn) {
            cut();
        }
        try {
            write(file, lines);
            size += lines.length;
        } catch (IOException full) {
            torn = true;
            cut();
            throw full;
        }
    }

    void write(RandomAccessFile to, byte[] lines) throws IOException {
        to.write(lines);
    }

    private void cut() throws IOException {
        file.setLength(size);
        file.seek(size);
        torn = false;
    }

    long size() {
        return size;
    }

    /** Returns when everything that was added is on the disk. May be called by another thread. */
    void sync() throws IOException {
        descriptor.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
