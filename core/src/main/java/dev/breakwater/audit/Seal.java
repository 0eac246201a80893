/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** Hashes records: SHA-256 (FIPS 180-4), or HMAC with it (RFC 2104) where there is a key. For one thread. */
final class Seal {
    /** How many hexadecimal digits a hash has. */
    static final int HEX = 64;

    /** What stands where the key's id would. */
    static final String NO_KEY = "none";

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final String key;
    private final @Nullable Mac mac;
    private final MessageDigest digest;

    Seal(@Nullable AuditKey key) {
        this.key = key == null ? NO_KEY : key.id();
        mac = key == null ? null : key.mac();
        digest = sha256();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("no SHA-256 (every Java platform has it)", missing);
        }
    }

    String key() {
        return key;
    }

    /** The hash of these bytes, in hexadecimal digits. */
    byte[] of(byte[] bytes, int from, int to) {
        if (mac == null) {
            digest.update(bytes, from, to - from);
            return hex(digest.digest());
        }
        mac.update(bytes, from, to - from);
        return hex(mac.doFinal());
    }

    /** The hash without a key of a text that is no record. */
    static String plain(byte[] bytes) {
        return new String(hex(sha256().digest(bytes)), StandardCharsets.US_ASCII);
    }

    private static byte[] hex(byte[] hash) {
        byte[] text = new byte[2 * hash.length];
        for (int i = 0; i < hash.length; i++) {
            text[2 * i] = DIGITS[hash[i] >> 4 & 0xf];
            text[2 * i + 1] = DIGITS[hash[i] & 0xf];
        }
        return text;
    }
}
