/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import dev.breakwater.policy.Problems;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A network: an address and the length of its prefix, {@code 10.0.0.0/8} or {@code 2001:db8::/32}. Immutable. */
public final class Cidr {
    // RFC 1918, 6598, 3927 and 1122; RFC 4193, 4291.
    private static final List<Cidr> PRIVATE = Stream.of(
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "100.64.0.0/10",
                    "169.254.0.0/16",
                    "127.0.0.0/8",
                    "fc00::/7",
                    "fe80::/10",
                    "::1/128")
            .map(text -> Objects.requireNonNull(parse(text)))
            .toList();

    private static final int MAPPED = 96;

    private final IpAddress network;
    private final int length;
    private final IpAddress written;

    private Cidr(IpAddress written, int length) {
        network = written.prefix(length);
        this.length = length;
        this.written = written;
    }

    /** The network of this many leading bits that an address is in. */
    public static Cidr around(IpAddress address, int length) {
        return new Cidr(address.prefix(length), length);
    }

    /**
     * Parses a network; a bare address is a network of one. Null if it is neither. {@code ::ffff:10.0.0.0/104} is the IPv4
     * network {@code 10.0.0.0/8}.
     */
    public static @Nullable Cidr parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        if (slash < 0) {
            return new Cidr(address, address.bits());
        }
        int length = length(text.substring(slash + 1));
        if (address.isV4() && text.indexOf(':') >= 0) {
            // Written as IPv6, so its length counts the bits of an IPv6 address.
            length -= MAPPED;
        }
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
        return address.startsLike(network, length);
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

    /** Whether nothing of it is in the public Internet: private, shared, link-local and loopback addresses. */
    public boolean isPrivate() {
        for (int i = 0; i < PRIVATE.size(); i++) {
            if (PRIVATE.get(i).covers(this)) {
                return true;
            }
        }
        return false;
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
