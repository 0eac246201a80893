/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address, parsed from text without asking any name service. IPv4-mapped IPv6 addresses
 * ({@code ::ffff:192.0.2.1}) are the IPv4 address they stand for, so that one client has one name. Zone ids are dropped.
 * Immutable.
 */
public final class IpAddress {
    private static final long MAPPED = 0xffffL << 32;

    private final long high;
    private final long low;
    private final boolean v4;

    private IpAddress(long high, long low, boolean v4) {
        this.high = high;
        this.low = low;
        this.v4 = v4;
    }

    static IpAddress v4(long bits) {
        return new IpAddress(0, bits, true);
    }

    static IpAddress v6(long high, long low) {
        return high == 0 && (low & 0xffffffff_00000000L) == MAPPED
                ? v4(low & 0xffffffffL)
                : new IpAddress(high, low, false);
    }

    /** Parses an address in the usual text forms; null if it is not one. Port and brackets are not part of it. */
    public static @Nullable IpAddress parse(@Nullable String text) {
        return text == null ? null : IpParser.parse(text, 0, text.length());
    }

    /** Whether this is an IPv4 address. */
    public boolean isV4() {
        return v4;
    }

    /** How many bits such an address has: 32 or 128. */
    public int bits() {
        return v4 ? 32 : 128;
    }

    /** Whether it is a loopback address. */
    public boolean isLoopback() {
        return v4 ? low >>> 24 == 127 : high == 0 && low == 1;
    }

    /** The address with all but the first bits set to zero. */
    public IpAddress prefix(int length) {
        if (length >= bits()) {
            return this;
        }
        if (v4) {
            return v4(length == 0 ? 0 : low & (0xffffffffL << (32 - length)));
        }
        return new IpAddress(high & highMask(length), low & lowMask(length), false);
    }

    /** Whether it is of the other's kind and their first bits are the same: {@link #prefix} without making one. */
    boolean startsLike(IpAddress other, int length) {
        if (v4 != other.v4) {
            return false;
        }
        long differs = low ^ other.low;
        if (v4) {
            return length == 0 || differs >>> (32 - length) == 0;
        }
        return ((high ^ other.high) & highMask(length)) == 0 && (differs & lowMask(length)) == 0;
    }

    private static long highMask(int length) {
        return length >= 64 ? -1L : length == 0 ? 0 : -1L << (64 - length);
    }

    private static long lowMask(int length) {
        return length <= 64 ? 0 : -1L << (128 - length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress that && high == that.high && low == that.low && v4 == that.v4;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high * 31 + low) * 31 + Boolean.hashCode(v4);
    }

    /** The canonical text: dotted quad, or RFC 5952. */
    @Override
    public String toString() {
        return v4 ? IpText.v4(low) : IpText.v6(high, low);
    }
}
