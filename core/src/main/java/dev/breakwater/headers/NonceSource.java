/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes nonces of 144 random bits in base64. A nonce that can be guessed is as good as none, and every client sees some,
 * so the bits are {@link SecureRandom}'s; they are drawn for many nonces at a time, because a draw takes a lock. Safe for
 * use by many threads.
 */
final class NonceSource {
    static final int BYTES = 18;
    private static final int PER_BATCH = 256;
    private static final byte[] BASE64 = alphabet();

    private final SecureRandom random = new SecureRandom();
    private final AtomicReference<Batch> current = new AtomicReference<>(new Batch(new byte[0]));

    /** Random bytes, and how many have been given out. */
    private static final class Batch {
        private final byte[] bytes;
        private final AtomicInteger next = new AtomicInteger();

        private Batch(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Where the next nonce's bytes are; negative if there are none left. */
        private int take() {
            int start = next.get() < bytes.length ? next.getAndAdd(BYTES) : bytes.length;
            return start < bytes.length ? start : -1;
        }
    }

    /** A new nonce: 24 characters. */
    String next() {
        Batch batch = current.get();
        int start = batch.take();
        while (start < 0) {
            batch = refilled(batch);
            start = batch.take();
        }
        return base64(batch.bytes, start);
    }

    // Threads that find the batch empty at the same time each draw one, and all but one throw it away.
    private Batch refilled(Batch empty) {
        byte[] bytes = new byte[BYTES * PER_BATCH];
        random.nextBytes(bytes);
        Batch full = new Batch(bytes);
        return current.compareAndSet(empty, full) ? full : current.get();
    }

    // Without the copy of the bytes that java.util.Base64 would need.
    @SuppressWarnings("deprecation") // The bytes are ASCII, and this constructor copies them as they are.
    private static String base64(byte[] bytes, int start) {
        byte[] text = new byte[BYTES / 3 * 4];
        for (int i = start, at = 0; at < text.length; i += 3, at += 4) {
            int bits = (bytes[i] & 0xff) << 16 | (bytes[i + 1] & 0xff) << 8 | (bytes[i + 2] & 0xff);
            text[at] = BASE64[bits >>> 18];
            text[at + 1] = BASE64[bits >>> 12 & 63];
            text[at + 2] = BASE64[bits >>> 6 & 63];
            text[at + 3] = BASE64[bits & 63];
        }
        return new String(text, 0, 0, text.length);
    }

    private static byte[] alphabet() {
        byte[] alphabet = new byte[64];
        for (int i = 0; i < 26; i++) {
            alphabet[i] = (byte) ('A' + i);
            alphabet[26 + i] = (byte) ('a' + i);
        }
        for (int i = 0; i < 10; i++) {
            alphabet[52 + i] = (byte) ('0' + i);
        }
        alphabet[62] = '+';
        alphabet[63] = '/';
        return alphabet;
    }
}
