/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.caller.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where the second port is. Immutable.
 *
 * @param number the port; 0 for any that is free
 * @param address the address it is bound to, or null for all of the machine's: whoever runs probes calls from elsewhere
 */
public record OpsPort(int number, @Nullable IpAddress address) {
    private static final int HIGHEST = 65_535;

    /** Checks the number. */
    public OpsPort {
        if (number < 0 || number > HIGHEST) {
            throw new IllegalArgumentException("ops.port: " + number + " (expected: 0 to " + HIGHEST + ")");
        }
    }

    /** Whether only this machine can reach it. */
    public boolean isLoopback() {
        return address != null && address.isLoopback();
    }

    InetSocketAddress socketAddress() {
        if (address == null) {
            return new InetSocketAddress(number);
        }
        try {
            // A literal: nothing is looked up.
            return new InetSocketAddress(InetAddress.getByName(address.toString()), number);
        } catch (UnknownHostException notALiteral) {
            throw new IllegalStateException(address + " is an address", notALiteral);
        }
    }
}
