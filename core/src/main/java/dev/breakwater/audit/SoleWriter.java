/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The right to write a chain, held by one process at a time: a lock on a file beside it, because the chain's own file may
 * be moved away. That file also holds how far the chain goes, so that it goes on where it ended if the chain's file has
 * gone while no process ran, and so that records which are missing at its end are missed. For one thread.
 */
final class SoleWriter implements AutoCloseable {
    private static final int DIGITS = 19;
    private static final int KEY = 16;
    private static final int LENGTH = DIGITS + 1 + Seal.HEX + 1 + KEY + 1;

    private final FileChannel channel;

    private SoleWriter(FileChannel channel) {
        this.channel = channel;
    }

    /** Null if another process, or another part of this one, writes the chain. */
    static @Nullable SoleWriter of(Path file) throws IOException {
        FileChannel channel = Files600.open(beside(file));
        boolean held = false;
        try {
            held = lock(channel) != null;
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return held ? new SoleWriter(channel) : null;
    }

    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    // The channel keeps the lock until it is closed, or the process ends in whatever way.
    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException alreadyOurs) {
            return null;
        }
    }

    /** How far the chain went when something was last written to it; genesis if nothing says so. */
    Head head() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        int read = channel.read(bytes, 0);
        String text = new String(bytes.array(), StandardCharsets.US_ASCII);
        return read == LENGTH ? parse(text) : Head.GENESIS;
    }

    private static Head parse(String text) {
        int hash = DIGITS + 1;
        int key = hash + Seal.HEX + 1;
        try {
            long seq = Long.parseLong(text.substring(0, DIGITS));
            return new Head(
                    seq,
                    text.substring(hash, hash + Seal.HEX),
                    text.substring(key, key + KEY).strip());
        } catch (NumberFormatException other) {
            return Head.GENESIS;
        }
    }

    void remember(Head head) throws IOException {
        String seq = Long.toString(head.seq());
        String line = "0".repeat(DIGITS - seq.length())
                + seq
                + ' '
                + head.hash()
                + ' '
                + head.key()
                + " ".repeat(KEY - head.key().length())
                + '\n';
        channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
