/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for callers that tell a client which of its requests share a bucket, and tell nobody who the caller is: without
 * the secret neither an address nor a key can be found by trying. The same for a caller of a policy on every machine that
 * has the secret. Safe for use by many threads.
 */
final class PartitionKeys {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 12;

    // Never used itself, only copied: a copy comes with the key schedule done, and belongs to one thread.
    private final Mac prototype;

    PartitionKeys(String secret) {
        prototype = keyed(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static Mac keyed(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            Object unused = mac.clone();
            return mac;
        } catch (GeneralSecurityException | CloneNotSupportedException unusable) {
            throw new IllegalStateException(
                    ALGORITHM + " cannot be used or copied (expected: as with the JDK's own provider)", unusable);
        }
    }

    /** The name as the text of a Byte Sequence (RFC 9651 section 3.3.5), without its colons. */
    String of(Charge charge) {
        Mac mac = copy();
        mac.update(charge.policy().id().getBytes(StandardCharsets.UTF_8));
        // No policy's name has this byte, so no two pairs of policy and caller are the same bytes.
        mac.update((byte) 0);
        byte[] code = mac.doFinal(charge.caller().text().getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(Arrays.copyOf(code, BYTES));
    }

    private Mac copy() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("a " + ALGORITHM + " that could be copied no longer can", impossible);
        }
    }
}
