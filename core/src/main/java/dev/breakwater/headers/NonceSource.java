/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes nonces of 144 random bits in base64. A nonce that can be guessed is as good as none, and every client sees some,
 * so the bits are {@link SecureRandom}'s; they are drawn for many nonces at a time, because a draw takes a lock. Safe for
 * use by many threads.
 */
final class NonceSource {
    // A multiple of three, so that base64 of many nonces is that of each in a row.
    private static final int BYTES = 18;
    private static final int CHARACTERS = BYTES / 3 * 4;
    private static final int PER_BATCH = 256;

    private final SecureRandom random = new SecureRandom();
    private volatile Batch current = new Batch(new byte[0]);

    /** Nonces in a row, and where the next one begins. */
    private static final class Batch {
        private final byte[] text;
        private final AtomicInteger next = new AtomicInteger();

        private Batch(byte[] text) {
            this.text = text;
        }

        /** Where a nonce begins that nobody else has; negative if there are none left. */
        private int take() {
            int start = next.get() < text.length ? next.getAndAdd(CHARACTERS) : text.length;
            return start < text.length ? start : -1;
        }
    }

    /** A new nonce: 24 characters. */
    String next() {
        Batch batch = current;
        int start = batch.take();
        while (start < 0) {
            batch = refilled();
            start = batch.take();
        }
        return new String(batch.text, start, CHARACTERS, StandardCharsets.ISO_8859_1);
    }

    // Threads that find a batch empty at the same time draw one each, and the last one's is what the rest go on with.
    private Batch refilled() {
        byte[] bytes = new byte[BYTES * PER_BATCH];
        random.nextBytes(bytes);
        Batch full = new Batch(Base64.getEncoder().encode(bytes));
        current = full;
        return full;
    }
}
