/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keys of callers' making within the names of keys in Redis. */
final class KeyText {
    private static final int LONGEST = 100;
    private static final int HASH_BYTES = 16;

    private KeyText() {}

    /** The key. What would be long, or hard to read in Redis, is a hash there; and nothing else looks like one. */
    static String of(String key) {
        return isPlain(key) ? key : "#" + hash(key);
    }

    /** The same; but braces, by which a cluster finds the slot of a key, are hashed too. */
    static String inAnySlot(String key) {
        return isPlain(key) && key.indexOf('{') < 0 ? key : "#" + hash(key);
    }

    private static boolean isPlain(String key) {
        if (key.length() > LONGEST || key.startsWith("#")) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static String hash(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing (expected: every Java platform has it)", impossible);
        }
    }
}
