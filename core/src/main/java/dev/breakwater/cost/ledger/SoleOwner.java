/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The right to write a ledger, held by one process at a time, and in it once: a lock on a file beside it, since the ledger's
 * own file is moved away when it is full. The system lets go of it when the process ends, in whatever way.
 */
final class SoleOwner implements AutoCloseable {
    private static final String CLAIM = "dev.breakwater.ledger:";

    private final String claim;
    private final FileChannel channel;

    private SoleOwner(String claim, FileChannel channel) {
        this.claim = claim;
        this.channel = channel;
    }

    /** Null if somebody else has it. */
    static @Nullable SoleOwner of(Path file) throws IOException {
        Path lock = file.resolveSibling(file.getFileName() + ".lock")
                .toAbsolutePath()
                .normalize();
        String claim = CLAIM + lock;
        // A second channel on the file would, when it is closed, give up the lock of the first (POSIX), so it must not
        // even
        // be opened. Properties are what all class loaders of a process share: two applications of one server.
        if (claims().putIfAbsent(claim, "") != null) {
            return null;
        }
        SoleOwner owner = null;
        try {
            owner = lock(lock, claim);
        } finally {
            if (owner == null) {
                claims().remove(claim);
            }
        }
        return owner;
    }

    private static Properties claims() {
        return System.getProperties();
    }

    private static @Nullable SoleOwner lock(Path lock, String claim) throws IOException {
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isLocked(channel)) {
            return new SoleOwner(claim, channel);
        }
        channel.close();
        return null;
    }

    // The channel keeps the lock until it is closed.
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException anotherNameOfTheFile) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            claims().remove(claim);
        }
    }
}
