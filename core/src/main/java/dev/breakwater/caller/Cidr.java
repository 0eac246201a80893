/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import dev.breakwater.policy.Problems;
import org.jspecify.annotations.Nullable;

/** A network: an address and the length of its prefix, {@code 10.0.0.0/8} or {@code 2001:db8::/32}. Immutable. */
public final class Cidr {
    private final IpAddress network;
    private final int length;
    private final IpAddress written;

    private Cidr(IpAddress written, int length) {
        this.network = written.prefix(length);
        this.length = length;
        this.written = written;
    }

    /** Parses a network; a bare address is a network of one. Null if it is neither. */
    public static @Nullable Cidr parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int length = slash < 0 ? address.bits() : length(text.substring(slash + 1));
        return length < 0 || length > address.bits() ? null : new Cidr(address, length);
    }

    /** Parses a network and notes the problem if it is none. */
    public static @Nullable Cidr parse(String text, String path, Problems problems) {
        Cidr cidr = parse(text);
        if (cidr == null) {
            problems.error(
                    "BW-CIDR-001",
                    path,
                    text,
                    "an address or a network such as 10.0.0.0/8 or 2001:db8::/32",
                    "Host names are not looked up; write the network's addresses.");
        }
        return cidr;
    }

    private static int length(String digits) {
        if (digits.isEmpty() || digits.length() > 3) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    /** Whether the address lies in this network. */
    public boolean contains(IpAddress address) {
        return address.isV4() == network.isV4() && address.prefix(length).equals(network);
    }

    /** Whether every address of the other network lies in this one. */
    public boolean covers(Cidr other) {
        return length <= other.length && contains(other.network);
    }

    /** The network's first address. */
    public IpAddress network() {
        return network;
    }

    /** How many leading bits its addresses share. */
    public int length() {
        return length;
    }

    /** Whether it was written with bits beyond its length, {@code 10.0.0.1/8}: often one of the two is a slip. */
    public boolean hasHostBits() {
        return !written.equals(network);
    }

    /** As it was written, host bits included. */
    public String text() {
        return written + "/" + length;
    }

    /** Whether this network holds every address of its kind. */
    public boolean isEverything() {
        return length == 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cidr that && length == that.length && network.equals(that.network);
    }

    @Override
    public int hashCode() {
        return network.hashCode() * 31 + length;
    }

    @Override
    public String toString() {
        return network + "/" + length;
    }
}
