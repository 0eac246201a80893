/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

/**
 * How far a chain of records goes: number and hash of its last record. The next record names both, so that none can be
 * taken out between them.
 *
 * @param seq counted from 1; 0 before the first record
 * @param hash 64 lower-case hexadecimal digits
 * @param key the {@link AuditKey#id()} that sealed it, or {@link Seal#NO_KEY}
 */
record Head(long seq, String hash, String key) {
    static final Head GENESIS = new Head(0, "0".repeat(Seal.HEX), Seal.NO_KEY);

    boolean isGenesis() {
        return seq == 0;
    }

    /** As people and commands pass it on. */
    @Override
    public String toString() {
        return seq + ":" + hash;
    }
}
