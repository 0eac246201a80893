/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Undoes a content coding (RFC 9110 section 8.4.1) as the bytes come: gzip (RFC 1952) and deflate (RFC 1950, and RFC 1951
 * as some servers send it). What it unpacks is handed on in pieces of a few kilobytes and never held; beyond 256 MiB it
 * gives up, so that a small body cannot cause work without end. Checksums are not verified. For one thread.
 */
final class ContentDecoder {
    /** Takes decoded bytes. */
    @FunctionalInterface
    interface Sink {
        void accept(byte[] bytes, int from, int to);
    }

    private enum Coding {
        IDENTITY,
        GZIP,
        DEFLATE,
        UNKNOWN
    }

    private static final int PIECE = 8 * 1024;
    private static final long MOST_DECODED = 256L << 20;
    private static final int ZLIB_MASK = 0x8f;
    private static final int ZLIB_DEFLATE = 0x08;

    private Coding coding;
    private @Nullable GzipFrame frame;
    private @Nullable Inflater inflater;
    private byte[] piece = {};
    private long decoded;
    private boolean begun;
    private boolean failed;

    ContentDecoder(@Nullable String contentEncoding) {
        coding = coding(contentEncoding);
    }

    private static Coding coding(@Nullable String contentEncoding) {
        return switch (contentEncoding == null ? "" : contentEncoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> Coding.IDENTITY;
            case "gzip", "x-gzip" -> Coding.GZIP;
            case "deflate" -> Coding.DEFLATE;
            default -> Coding.UNKNOWN;
        };
    }

    /** Whether the coding is one that can be undone. */
    boolean isKnown() {
        return coding != Coding.UNKNOWN;
    }

    /** Whether the bytes are not what their coding says. */
    boolean isFailed() {
        return failed;
    }

    void read(byte[] bytes, int from, int to, Sink sink) {
        if (!begun && from < to) {
            begun = true;
            begin(bytes[from]);
        }
        if (coding == Coding.IDENTITY) {
            sink.accept(bytes, from, to);
        } else if (inflater != null && !failed) {
            inflate(inflater, bytes, from, to, sink);
        }
    }

    private void begin(byte first) {
        if (coding == Coding.GZIP && first != GzipFrame.FIRST) {
            // Some clients decode the body and leave the header as it was.
            coding = Coding.IDENTITY;
        } else if (coding == Coding.GZIP) {
            frame = new GzipFrame();
            inflater = new Inflater(true);
        } else if (coding == Coding.DEFLATE) {
            inflater = new Inflater((first & ZLIB_MASK) != ZLIB_DEFLATE);
        }
        if (inflater != null) {
            piece = new byte[PIECE];
        }
    }

    private void inflate(Inflater from, byte[] bytes, int start, int to, Sink sink) {
        int i = start;
        while (i < to && !failed) {
            if (frame != null && frame.isOpen()) {
                i = frame.read(bytes, i, to);
                failed = i < 0;
            } else if (from.finished()) {
                if (frame == null) {
                    // Nothing can follow.
                    return;
                }
                from.reset();
            } else {
                i = unpack(from, bytes, i, to, sink);
            }
        }
    }

    private int unpack(Inflater from, byte[] bytes, int start, int to, Sink sink) {
        from.setInput(bytes, start, to - start);
        try {
            int length = from.inflate(piece);
            while (length > 0 && decoded <= MOST_DECODED) {
                decoded += length;
                sink.accept(piece, 0, length);
                length = from.inflate(piece);
            }
        } catch (DataFormatException notDeflate) {
            failed = true;
        }
        failed |= decoded > MOST_DECODED || from.needsDictionary();
        if (from.finished() && frame != null) {
            frame.trailer();
        }
        return to - from.getRemaining();
    }

    /** Frees what the decoder holds outside the heap. */
    void close() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }
}
