/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What stands for a body that cannot be judged: why, how long it is, and eight digits by which equal bodies are known as
 * equal. These are of a hash whose key lives as long as the process, so that nobody can try out guesses against them.
 */
final class Placeholder {
    private static final int KEY_LENGTH = 32;
    private static final int SHOWN = 4;
    private static final byte[] KEY = randomKey();

    private Placeholder() {}

    static String of(String why, byte[] body, int length) {
        return Redactor.REPLACEMENT + " (" + why + ", " + length + " bytes, " + hash(body, length) + ')';
    }

    static String of(String why, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        return of(why, bytes, bytes.length);
    }

    private static String hash(byte[] body, int length) {
        MessageDigest digest = sha256();
        digest.update(KEY);
        digest.update(body, 0, length);
        digest.update(KEY);
        return HexFormat.of().formatHex(digest.digest(), 0, SHOWN);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has it.
            throw new AssertionError(impossible);
        }
    }

    private static byte[] randomKey() {
        byte[] key = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
