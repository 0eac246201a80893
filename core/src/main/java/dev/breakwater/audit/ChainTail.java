/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The end of a chain's file: its last record, and what was written of another one when the process died.
 *
 * @param last null if there is no whole record
 * @param halfBytes how much stands behind that, without the last line break; 0 if the file ends with a record
 * @param halfHash its hash, without a key
 * @param isOpen whether there is no line break at the end
 */
record ChainTail(@Nullable Head last, int halfBytes, String halfHash, boolean isOpen) {
    private static final byte LINE_BREAK = '\n';

    /**
     * Reads it.
     *
     * @throws NotAChainException if there is something else
     */
    static ChainTail read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return of(end(channel), file);
        }
    }

    private static byte[] end(FileChannel channel) throws IOException {
        long size = channel.size();
        int length = (int) Math.min(size, 2L * ChainedLine.LONGEST);
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, size - length + bytes.position()) >= 0) {
            // Until all of it has been read.
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static ChainTail of(byte[] bytes, Path file) throws NotAChainException {
        boolean isOpen = bytes[bytes.length - 1] != LINE_BREAK;
        int halfEnd = isOpen ? bytes.length : bytes.length - 1;
        int lineEnd = halfEnd;
        while (lineEnd >= 0) {
            int lineStart = lastBreak(bytes, lineEnd) + 1;
            ChainedLine line = ChainedLine.read(bytes, lineStart, lineEnd);
            if (line != null) {
                int half = Math.min(lineEnd + 1, halfEnd);
                return of(line.head(), Arrays.copyOfRange(bytes, half, halfEnd), isOpen);
            }
            if (lineEnd > lineStart && !ChainedLine.mayBeHalf(bytes, lineStart, lineEnd)) {
                throw new NotAChainException(file);
            }
            lineEnd = lineStart - 1;
        }
        return of(null, Arrays.copyOf(bytes, halfEnd), isOpen);
    }

    private static ChainTail of(@Nullable Head last, byte[] half, boolean isOpen) {
        return new ChainTail(last, half.length, Seal.plain(half), isOpen);
    }

    private static int lastBreak(byte[] bytes, int before) {
        int at = before - 1;
        while (at >= 0 && bytes[at] != LINE_BREAK) {
            at--;
        }
        return at;
    }
}
