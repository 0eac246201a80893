/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Which attempts have ended, in 16 bytes each and a little air: a million take 32 MB. UUIDs are kept as they are, other
 * ids by a digest of as many bits. For one thread.
 */
final class IdSet {
    private static final int UUID_LENGTH = 36;

    private long[] slots = new long[2 * 1024];
    private int size;

    /** False if it was in already. */
    boolean add(String id) {
        if (4 * size > slots.length) {
            grow();
        }
        UUID bits = bits(id);
        int at = find(slots, bits.getMostSignificantBits(), bits.getLeastSignificantBits());
        if (slots[at] != 0 || slots[at + 1] != 0) {
            return false;
        }
        put(slots, at, bits.getMostSignificantBits(), bits.getLeastSignificantBits());
        size++;
        return true;
    }

    boolean contains(String id) {
        UUID bits = bits(id);
        int at = find(slots, bits.getMostSignificantBits(), bits.getLeastSignificantBits());
        return slots[at] != 0 || slots[at + 1] != 0;
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (int i = 0; i < slots.length; i += 2) {
            if (slots[i] != 0 || slots[i + 1] != 0) {
                put(larger, find(larger, slots[i], slots[i + 1]), slots[i], slots[i + 1]);
            }
        }
        slots = larger;
    }

    // Linear probing; at most half of the places are taken.
    private static int find(long[] slots, long high, long low) {
        int mask = slots.length - 2;
        long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9E3779B97F4A7C15L;
        int at = (int) (mixed >>> 31) & mask;
        while ((slots[at] != 0 || slots[at + 1] != 0) && (slots[at] != high || slots[at + 1] != low)) {
            at = at + 2 & mask;
        }
        return at;
    }

    private static void put(long[] slots, int at, long high, long low) {
        slots[at] = high;
        slots[at + 1] = low;
    }

    private static UUID bits(String id) {
        if (id.length() == UUID_LENGTH) {
            try {
                return UUID.fromString(id);
            } catch (IllegalArgumentException otherOfThisLength) {
                return digest(id);
            }
        }
        return digest(id);
    }

    private static UUID digest(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.wrap(hash);
            return new UUID(bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
