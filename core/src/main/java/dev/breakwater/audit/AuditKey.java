/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that seals records with HMAC-SHA256 (RFC 2104): without it, whoever can write the file could write it anew
 * from the first record. Immutable; never shows its text.
 */
public final class AuditKey {
    /** Shorter keys could be guessed. RFC 2104 section 3 wants no less than the hash is long. */
    public static final int MIN_LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID_BYTES = 8;

    private final SecretKeySpec secret;
    private final String id;

    private AuditKey(byte[] bytes) {
        secret = new SecretKeySpec(bytes, ALGORITHM);
        id = HexFormat.of()
                .formatHex(mac().doFinal("breakwater audit key".getBytes(StandardCharsets.UTF_8)), 0, ID_BYTES);
    }

    /**
     * A key of this text; white space around it does not count.
     *
     * @throws IllegalArgumentException if it is shorter than {@value #MIN_LENGTH} bytes
     */
    public static AuditKey of(String text) {
        byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
        if (bytes.length < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "audit key: " + bytes.length + " bytes (expected: at least " + MIN_LENGTH + ")");
        }
        return new AuditKey(bytes);
    }

    /**
     * The key that a file holds as text.
     *
     * @throws IOException if it cannot be read as UTF-8
     * @throws IllegalArgumentException if it is shorter than {@value #MIN_LENGTH} bytes
     */
    public static AuditKey read(Path file) throws IOException {
        return of(Files.readString(file));
    }

    /** Tells keys apart in records, without telling anything about them: 16 hexadecimal digits. */
    public String id() {
        return id;
    }

    Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac;
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException("a key that is no key", impossible);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("no " + ALGORITHM + " (every Java platform has it)", missing);
        }
    }

    @Override
    public String toString() {
        return "audit key " + id;
    }
}
