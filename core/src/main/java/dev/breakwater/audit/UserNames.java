/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Names of users as records show them: a keyed hash, so that records of one user can be told from those of another, and
 * nobody without the key can tell who it is by hashing all names there are. Without a key of the audit's own it is one
 * that ends with the process. Safe for use by many threads.
 */
final class UserNames {
    private static final int SHOWN_BYTES = 8;

    private final AuditKey key;

    UserNames(@Nullable AuditKey key) {
        this.key = key == null ? random() : key;
    }

    private static AuditKey random() {
        byte[] bytes = new byte[AuditKey.MIN_LENGTH];
        new SecureRandom().nextBytes(bytes);
        return AuditKey.of(HexFormat.of().formatHex(bytes));
    }

    String shown(String user) {
        Mac mac = key.mac();
        mac.update("user\n".getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)), 0, SHOWN_BYTES);
    }
}
