/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A script that Redis runs, and the name by which Redis knows it once it has seen it. Immutable.
 *
 * @param <R> what it returns
 */
final class Script<R> {
    /** How what a script returns is read, after the first two values. */
    @FunctionalInterface
    interface Reader<R> {
        /** What these bytes say; null if no script of ours returns them. */
        @Nullable
        R read(ByteBuffer reply);
    }

    private final byte[] source;
    private final String sha1;
    private final Reader<R> reader;

    private Script(byte[] source, Reader<R> reader) {
        this.source = source;
        this.reader = reader;
        sha1 = sha1(source);
    }

    /** The script in this file, which stands beside this class, and returns numbers. */
    static Script<long[]> named(String file) {
        return named(file, Script::numbers);
    }

    /** The script in this file, which stands beside this class. */
    static <R> Script<R> named(String file, Reader<R> reader) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "script: " + file + " (expected: a file beside " + Script.class + ")");
            }
            return new Script<>(in.readAllBytes(), reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String source() {
        return new String(source, StandardCharsets.UTF_8);
    }

    String sha1() {
        return sha1;
    }

    /** What it returned, after the first two values; null if that is nothing that it returns. */
    @Nullable
    R read(ByteBuffer reply) {
        return reader.read(reply);
    }

    // Exact: scripts count in integers below 2^53.
    private static long @Nullable [] numbers(ByteBuffer reply) {
        if (reply.remaining() % Double.BYTES != 0) {
            return null;
        }
        long[] numbers = new long[reply.remaining() / Double.BYTES];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (long) reply.getDouble();
        }
        return numbers;
    }

    // What Redis names scripts by; nothing depends on it being hard to forge.
    private static String sha1(byte[] source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-1 is missing (expected: every Java platform has it)", impossible);
        }
    }
}
