/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Names that no other instance gives: 96 random bits of this one, and a count. */
final class HoldIds {
    private static final int BYTES = 12;

    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    HoldIds() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        prefix = HexFormat.of().formatHex(bytes) + '-';
    }

    String next() {
        return prefix + Long.toHexString(count.getAndIncrement());
    }
}
