/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Texts that others chose, at a length that a row can bear. */
final class Bounded {
    static final int LONGEST = 512;

    private static final int KEPT = LONGEST - 33;
    private static final int DIGEST = 16;

    private Bounded() {}

    /** The text, or its beginning and a digest of all of it, so that two long ones do not become one. */
    static String text(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, KEPT) + '~' + digest(text);
    }

    static @Nullable String textOrNull(@Nullable String text) {
        return text == null ? null : text(text);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
