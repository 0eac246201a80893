/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives names that say who is the same without saying who it is: the first 16 hexadecimal digits of the HMAC-SHA256
 * (RFC 2104) of a text, by a key. Whoever has the key can tell which name a known text has; nobody can go back. Immutable.
 */
final class Pseudonyms {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int RANDOM_KEY_BYTES = 32;
    private static final int SHOWN_BYTES = 8;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private final Mac keyed;

    private Pseudonyms(byte[] key) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            // Every Java platform has it, and it takes every key.
            throw new IllegalStateException(impossible);
        }
    }

    /** By this key: the same in every process that has it. */
    static Pseudonyms of(String key) {
        return new Pseudonyms(key.getBytes(StandardCharsets.UTF_8));
    }

    /** By a key that nobody knows: the same as long as the process lives. */
    static Pseudonyms random() {
        byte[] key = new byte[RANDOM_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Pseudonyms(key);
    }

    /** The pseudonym of a text. */
    String name(CharSequence text) {
        byte[] digest = digest(text);
        byte[] shown = new byte[2 * SHOWN_BYTES];
        for (int i = 0; i < SHOWN_BYTES; i++) {
            shown[2 * i] = HEX[digest[i] >> 4 & 0xf];
            shown[2 * i + 1] = HEX[digest[i] & 0xf];
        }
        return new String(shown, StandardCharsets.ISO_8859_1);
    }

    /** A number that only the key's owners can tell. */
    long salt(String purpose) {
        byte[] digest = digest(purpose);
        long salt = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            salt = salt << Byte.SIZE | (digest[i] & 0xff);
        }
        return salt;
    }

    // A copy has its key worked in already, and needs no lock.
    private byte[] digest(CharSequence text) {
        try {
            Mac mac = (Mac) keyed.clone();
            return mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
