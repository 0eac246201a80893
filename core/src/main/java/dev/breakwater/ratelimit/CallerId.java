/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.caller.IpAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Who is charged: the value of a {@link CallerKey}, made small. Whatever a client sends becomes 128 bits, so that nobody
 * can fill memory with long keys. An address is kept as it is; a value of up to 15 ASCII characters is packed into the
 * bits, which is exact and needs no hash; anything else is the first 120 bits of its SHA-256, so that nobody can find a
 * value that shares the bucket of someone else. Immutable.
 */
public final class CallerId {
    private static final int PACKED = 15;
    private static final long HASHED = 0xff;
    private static final long ABSENT = 0xfe;

    // Differs in each process: who cannot compute it cannot choose keys that fall into one slot of a hash table.
    private static final long SEED = new SecureRandom().nextLong() | 1;

    private static final CallerId GLOBAL = new CallerId(CallerKey.GLOBAL, null, 0, 0);

    private final CallerKey key;
    private final @Nullable IpAddress address;
    private final long high;
    private final long low;
    private final int hash;

    private CallerId(CallerKey key, @Nullable IpAddress address, long high, long low) {
        this.key = key;
        this.address = address;
        this.high = high;
        this.low = low;
        hash = spread((address == null ? high * 31 + low : address.hashCode()) + key.hashCode());
    }

    /** The caller at this address; all callers without an address are one. */
    public static CallerId ofAddress(@Nullable IpAddress address) {
        return address == null ? absent(CallerKey.IP) : new CallerId(CallerKey.IP, address, 0, 0);
    }

    /** The caller with this value of the key. */
    public static CallerId of(CallerKey key, String value) {
        return value.length() <= PACKED && isAscii(value) ? packed(key, value) : hashed(key, value);
    }

    /** All callers without a value of the key: they are one. */
    public static CallerId absent(CallerKey key) {
        return new CallerId(key, null, 0, ABSENT);
    }

    /** Everybody. */
    public static CallerId global() {
        return GLOBAL;
    }

    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    // The last byte says how long the value is; those of hashed and absent values say something longer.
    private static CallerId packed(CallerKey key, String value) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < value.length(); i++) {
            if (i < 8) {
                high = high << 8 | value.charAt(i);
            } else {
                low = low << 8 | value.charAt(i);
            }
        }
        return new CallerId(key, null, high, low << 8 | value.length());
    }

    // Two bytes for each character: encoders replace lone surrogates, which would make different values equal.
    private static CallerId hashed(CallerKey key, String value) {
        byte[] bytes = new byte[value.length() * 2];
        for (int i = 0; i < value.length(); i++) {
            bytes[2 * i] = (byte) (value.charAt(i) >>> 8);
            bytes[2 * i + 1] = (byte) value.charAt(i);
        }
        ByteBuffer digest = ByteBuffer.wrap(sha256(bytes));
        return new CallerId(key, null, digest.getLong(), digest.getLong() | HASHED);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing (expected: every Java platform has it)", impossible);
        }
    }

    private static int spread(long bits) {
        long mixed = (bits ^ SEED) * SEED;
        return (int) (mixed ^ mixed >>> 32);
    }

    /** Which key this is a value of. */
    public CallerKey key() {
        return key;
    }

    /** The network of this prefix length around an IPv6 caller; null for everybody else. */
    @Nullable
    CallerId network(int prefixLength) {
        return address == null || address.isV4() ? null : ofAddress(address.prefix(prefixLength));
    }

    /**
     * The caller as a short text for stores and logs, the same on every machine: the address itself, or a hash of the
     * value, never the value.
     */
    public String text() {
        if (address != null) {
            return key + "=" + address;
        }
        byte[] bits = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return key + "#" + HexFormat.of().formatHex(sha256(bits), 0, 16);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof CallerId that && isSame(that));
    }

    private boolean isSame(CallerId that) {
        return hash == that.hash
                && high == that.high
                && low == that.low
                && key.equals(that.key)
                && (address == null ? that.address == null : address.equals(that.address));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return text();
    }
}
