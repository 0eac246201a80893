/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A script that Redis runs, and the name by which Redis knows it once it has seen it. Immutable. */
final class Script {
    private final byte[] source;
    private final String sha1;

    private Script(byte[] source) {
        this.source = source;
        sha1 = sha1(source);
    }

    /** The script in this file, which stands beside this class. */
    static Script named(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "script: " + file + " (expected: a file beside " + Script.class + ")");
            }
            return new Script(in.readAllBytes());
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

    // What Redis names scripts by; nothing depends on it being hard to forge.
    private static String sha1(byte[] source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-1 is missing (expected: every Java platform has it)", impossible);
        }
    }
}
